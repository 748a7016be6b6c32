package quan.conformance;

import java.util.Map;

/**
 * One SDK in one mode, its operations by the gateway's names for them. Requests are given as JSON and become the
 * SDK's own models by the SDK's own mapping; answers are the SDK's own objects, to be read with {@link Fields}.
 */
public interface Sdk {
    /** Whether the SDK can call this at all. */
    boolean has(String operation);

    /** The class whose objects the SDK sends; null if it has none of its own. */
    Class<?> model(String operation);

    /** The SDK's model of a request, and what its own writer makes of it. */
    String written(String operation, Map<String, ?> request) throws Exception;

    /** The call succeeds; else the part ends. */
    Object done(String operation, Map<String, ?> request) throws Exception;

    /** The operation says no, with this code, in a shape that the SDK reads; answers its text. */
    String refused(String what, String operation, String code, Map<String, ?> request) throws Exception;

    /** Uploads a picture, and answers the SDK's object. */
    Object upload(String fileKey, byte[] picture) throws Exception;

    /** Signs with the app's key, as answers to the platform's questions are. */
    String sign(String content) throws Exception;
}
