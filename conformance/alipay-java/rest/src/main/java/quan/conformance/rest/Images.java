package quan.conformance.rest;

import com.alipay.v3.ApiClient;
import com.alipay.v3.ApiException;
import com.alipay.v3.api.AlipayMarketingMaterialImageApi;
import com.alipay.v3.model.AlipayMarketingMaterialImageUploadModel;
import com.alipay.v3.model.AlipayMarketingMaterialImageUploadResponseModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import quan.conformance.Check;
import quan.conformance.Pictures;

/** Uploads: multipart, of which only the part named data is under the signature. */
final class Images {
    private final AlipayMarketingMaterialImageApi api;
    private final Path directory;

    Images(ApiClient client) throws IOException {
        api = new AlipayMarketingMaterialImageApi(client);
        directory = Files.createTempDirectory("pictures");
        directory.toFile().deleteOnExit();
    }

    /** Uploads a cover, and answers the resource_id that a create can name. */
    String cover() throws Exception {
        var seen = upload("PROMO_VOUCHER_IMAGE", file("cover.png", Pictures.png(670, 335)));
        Check.that("resource_id", seen.getResourceId() != null && seen.getResourceId().length() <= 64, seen);
        Check.matches("resource_url", "https?://.+", seen.getResourceUrl());
        return seen.getResourceId();
    }

    void run() throws Exception {
        cover();
        File picture = file("a.png", Pictures.png(600, 600));
        Check.that("the right size is kept",
                !Boolean.TRUE.equals(upload("PROMO_BRAND_LOGO", picture).getResourceEnhance()), null);
        File small = file("b.png", Pictures.png(300, 200));
        Check.equal("another size is resized", true, upload("PROMO_BRAND_LOGO", small).getResourceEnhance());
        File suffix = file("a.gif", Pictures.png(600, 600));
        Answers.refused("suffix", "PIC_SUFFIX_ILLEGAL", () -> upload("PROMO_BRAND_LOGO", suffix));
        File text = file("c.png", "not a picture".repeat(9).getBytes(StandardCharsets.UTF_8));
        Answers.refused("not a picture", "FILE_TYPE_ERROR", () -> upload("PROMO_BRAND_LOGO", text));
        File big = file("d.png", Pictures.tooBig());
        Answers.refused("too big", "FILE_SIZE_OUT_OF_RANGE", () -> upload("PROMO_BRAND_LOGO", big));
        Answers.refused("file_key", "INVALID_PARAMETER", () -> upload("NO_SUCH_KEY", picture));
    }

    private AlipayMarketingMaterialImageUploadResponseModel upload(String key, File picture) throws ApiException {
        return api.upload(new AlipayMarketingMaterialImageUploadModel()
                .fileKey(key).merchantAccessMode(Vouchers.SELF), picture);
    }

    private File file(String name, byte[] content) throws IOException {
        File file = Files.write(directory.resolve(name), content).toFile();
        file.deleteOnExit();
        return file;
    }
}
