package quan.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Quan's own API: what buyers and the platform's staff do, and no SDK can. */
public final class Staff {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    public Staff(String url) {
        this.url = url;
    }

    public Map<String, Object> get(String path) throws Exception {
        return send(path, "GET", "");
    }

    public Map<String, Object> post(String path) throws Exception {
        return send(path, "POST", "");
    }

    private Map<String, Object> send(String path, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer conformance")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        Check.need(method + " " + path, answer.statusCode() / 100 == 2, answer.statusCode() + " " + answer.body());
        return answer.body().isEmpty() ? Map.of() : Json.object(answer.body());
    }
}
