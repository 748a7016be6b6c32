package quan.conformance.gateway;

import com.alipay.api.AlipayApiException;
import com.alipay.api.FileItem;
import com.alipay.api.request.AlipayMarketingMaterialImageUploadRequest;
import com.alipay.api.response.AlipayMarketingMaterialImageUploadResponse;
import java.nio.charset.StandardCharsets;
import quan.conformance.Check;
import quan.conformance.Pictures;

/** Uploads: multipart, with a file part that is not under the signature. */
record Images(Caller caller) {
    /** Uploads a cover, and answers the resource_id that a create can name. */
    String cover() throws AlipayApiException {
        var seen = Answers.done("upload", upload("PROMO_VOUCHER_IMAGE", "封面.png", Pictures.png(670, 335)));
        Check.that("resource_id", seen.getResourceId() != null && seen.getResourceId().length() <= 64, seen.getBody());
        Check.matches("resource_url", "https?://.+", seen.getResourceUrl());
        return seen.getResourceId();
    }

    void run() throws AlipayApiException {
        cover();
        var right = Answers.done("upload of the right size", upload("PROMO_BRAND_LOGO", "a.png", Pictures.png(600, 600)));
        Check.that("is kept", !Boolean.TRUE.equals(right.getResourceEnhance()), right.getBody());
        var small = Answers.done("upload of another size", upload("PROMO_BRAND_LOGO", "a.png", Pictures.png(300, 200)));
        Check.equal("is resized", true, small.getResourceEnhance());
        Answers.refused("suffix", "PIC_SUFFIX_ILLEGAL", upload("PROMO_BRAND_LOGO", "a.gif", Pictures.png(600, 600)));
        Answers.refused("not a picture", "FILE_TYPE_ERROR",
                upload("PROMO_BRAND_LOGO", "a.png", "not a picture".repeat(9).getBytes(StandardCharsets.UTF_8)));
        Answers.refused("too big", "FILE_SIZE_OUT_OF_RANGE", upload("PROMO_BRAND_LOGO", "a.png", Pictures.tooBig()));
        Answers.refused("file_key", "INVALID_PARAMETER", upload("NO_SUCH_KEY", "a.png", Pictures.png(600, 600)));
    }

    private AlipayMarketingMaterialImageUploadResponse upload(String key, String name, byte[] content)
            throws AlipayApiException {
        var request = new AlipayMarketingMaterialImageUploadRequest();
        request.setFileKey(key);
        request.setMerchantAccessMode(Vouchers.SELF);
        request.setFileContent(new FileItem(name, content));
        return caller.call(request);
    }
}
