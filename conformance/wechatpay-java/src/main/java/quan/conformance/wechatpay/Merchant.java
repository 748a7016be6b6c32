package quan.conformance.wechatpay;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.util.GsonUtil;
import com.wechat.pay.java.service.merchantexclusivecoupon.MerchantExclusiveCouponService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** One merchant with the SDK's service. Requests are trees, which the SDK's models read; so are answers. */
final class Merchant {
    static final String PLATFORM = "https://api.mch.weixin.qq.com";

    /** Takes what the SDK sends to the platform elsewhere. The signature covers the path alone, so it stays right. */
    static final class Route implements Interceptor {
        private final HttpUrl to;
        private volatile okhttp3.Headers last;

        Route(String to) {
            this.to = HttpUrl.get(to);
        }

        @Override
        public Response intercept(Chain chain) throws java.io.IOException {
            HttpUrl url = chain.request().url().newBuilder().scheme(to.scheme()).host(to.host()).port(to.port()).build();
            Response response = chain.proceed(chain.request().newBuilder().url(url).build());
            last = response.headers();
            return response;
        }

        OkHttpClient client() {
            return new OkHttpClient.Builder().addInterceptor(this).build();
        }
    }

    private final String mchid;
    private final HttpClient client;
    private final Route route;
    private final MerchantExclusiveCouponService service;

    Merchant(String mchid, Config config, String to) {
        this.mchid = mchid;
        route = new Route(to);
        client = new DefaultHttpClientBuilder().config(config).okHttpClient(route.client()).build();
        service = new MerchantExclusiveCouponService.Builder().httpClient(client).build();
    }

    String mchid() {
        return mchid;
    }

    HttpClient client() {
        return client;
    }

    /** A header of the last answer, which the SDK keeps to itself. */
    String lastHeader(String name) {
        return route.last.get(name);
    }

    /** An operation of the service by its name. */
    JsonObject call(String operation, JsonObject request) throws Exception {
        Method method = null;
        for (Method each : MerchantExclusiveCouponService.class.getMethods()) {
            method = each.getName().equals(operation) ? each : method;
        }
        if (method == null) {
            throw new IllegalArgumentException("the SDK has no " + operation);
        }
        Class<?> model = method.getParameterTypes()[0];
        Object typed = GsonUtil.getGson().fromJson(request, model);
        var taken = Tree.leaves(Tree.GSON.toJsonTree(typed));
        if (!taken.equals(Tree.leaves(request))) {
            throw new IllegalArgumentException(model.getSimpleName() + " took " + taken + " of " + request);
        }
        try {
            return (JsonObject) json(method.invoke(service, typed));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** A call that is answered, whatever was asked. */
    JsonObject done(String operation, Object... fields) throws Exception {
        return done(operation, Tree.of(fields));
    }

    JsonObject done(String operation, JsonObject request) throws Exception {
        JsonObject answer = null;
        String wrong = "";
        try {
            answer = call(operation, request);
        } catch (Exception e) {
            wrong = Check.describe(e);
        }
        Check.need(operation + " is answered", answer != null, wrong);
        return answer;
    }

    /** A call that no model makes, through the SDK's own client. */
    JsonObject raw(HttpMethod method, String path, String body) {
        HttpRequest.Builder request = new HttpRequest.Builder().httpMethod(method).url(PLATFORM + path)
                .addHeader("Accept", "application/json").addHeader("Content-Type", "application/json");
        if (body != null) {
            request.body(new JsonRequestBody.Builder().body(body).build());
        }
        return client.execute(request.build(), JsonObject.class).getServiceResponse();
    }

    static com.google.gson.JsonElement json(Object model) {
        return model == null ? new JsonObject() : Tree.GSON.toJsonTree(model);
    }
}
