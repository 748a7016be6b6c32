package quan.conformance.gateway;

import com.alipay.api.AlipayResponse;
import quan.conformance.Check;

/** What is asked of every answer, whatever it answers. */
final class Answers {
    private Answers() {}

    /** The call succeeded; else the part ends. */
    static <T extends AlipayResponse> T done(String what, T answer) {
        Check.need(what, answer.isSuccess() && "10000".equals(answer.getCode()) && "Success".equals(answer.getMsg()),
                answer.getBody());
        return answer;
    }

    /** The operation itself said no. */
    static void refused(String what, String subCode, AlipayResponse answer) {
        refused(what, "40004", subCode, answer);
        Check.equal(what + ": msg", "Business Failed", answer.getMsg());
    }

    /** Anybody said no: the codes are right, there is a text, and it is signed (the SDK verified it, then). */
    static void refused(String what, String code, String subCode, AlipayResponse answer) {
        Check.that(what, !answer.isSuccess() && code.equals(answer.getCode()) && subCode.equals(answer.getSubCode()),
                answer.getBody() + ", expected " + code + " " + subCode);
        Check.that(what + ": sub_msg", answer.getSubMsg() != null && !answer.getSubMsg().isEmpty(), answer.getBody());
        Check.that(what + ": is signed", answer.getBody().contains("\"sign\":\""), answer.getBody());
    }
}
