package io.breakwater.client;

import io.breakwater.client.api.AdministratorsApi;
import io.breakwater.client.api.AnalyticsApi;
import io.breakwater.client.api.ApiKeysApi;
import io.breakwater.client.api.AuditApi;
import io.breakwater.client.api.AuthApi;
import io.breakwater.client.api.DeadLettersApi;
import io.breakwater.client.api.ErasuresApi;
import io.breakwater.client.api.EventsApi;
import io.breakwater.client.api.ExportsApi;
import io.breakwater.client.api.IngestApi;
import io.breakwater.client.api.InvitationsApi;
import io.breakwater.client.api.KillSwitchesApi;
import io.breakwater.client.api.LimitsApi;
import io.breakwater.client.api.MembersApi;
import io.breakwater.client.api.OperationsApi;
import io.breakwater.client.api.PlansApi;
import io.breakwater.client.api.PlatformApi;
import io.breakwater.client.api.SdkApi;
import io.breakwater.client.api.TeamsApi;
import io.breakwater.client.api.TenantApi;
import io.breakwater.client.api.TenantsApi;
import io.breakwater.client.http.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Breakwater's API, by capability. Every method throws an {@link io.breakwater.client.error.ApiException} of the answer's kind, or
 * a {@link io.breakwater.client.error.ConnectionException}. Immutable; for any number of threads.
 */
public final class Breakwater {

    private final ApiClient generated;

    private Breakwater(Builder options) {
        var http = new RetryingHttpClient(
                options.httpClient, options.retry, options.idempotencyKeys, options.credential, Clock.systemUTC());
        generated = new ApiClient() {
            @Override
            public HttpClient getHttpClient() {
                return http;
            }
        };
        generated.updateBaseUri(options.baseUrl.toString().replaceAll("/+$", ""));
        generated.setReadTimeout(options.timeout);
    }

    /**
     * Begins a client.
     *
     * @param baseUrl where the gateway is, such as {@code https://api.example.com}
     */
    public static Builder builder(URI baseUrl) {
        return new Builder(baseUrl);
    }

    public AdministratorsApi administrators() {
        return new AdministratorsApi(generated);
    }

    public AnalyticsApi analytics() {
        return new AnalyticsApi(generated);
    }

    public ApiKeysApi apiKeys() {
        return new ApiKeysApi(generated);
    }

    public AuditApi audit() {
        return new AuditApi(generated);
    }

    public AuthApi auth() {
        return new AuthApi(generated);
    }

    public DeadLettersApi deadLetters() {
        return new DeadLettersApi(generated);
    }

    public ErasuresApi erasures() {
        return new ErasuresApi(generated);
    }

    public EventsApi events() {
        return new EventsApi(generated);
    }

    public ExportsApi exports() {
        return new ExportsApi(generated);
    }

    public IngestApi ingest() {
        return new IngestApi(generated);
    }

    public InvitationsApi invitations() {
        return new InvitationsApi(generated);
    }

    public KillSwitchesApi killSwitches() {
        return new KillSwitchesApi(generated);
    }

    public LimitsApi limits() {
        return new LimitsApi(generated);
    }

    public MembersApi members() {
        return new MembersApi(generated);
    }

    public OperationsApi operations() {
        return new OperationsApi(generated);
    }

    public PlansApi plans() {
        return new PlansApi(generated);
    }

    public PlatformApi platform() {
        return new PlatformApi(generated);
    }

    public SdkApi sdk() {
        return new SdkApi(generated);
    }

    public TeamsApi teams() {
        return new TeamsApi(generated);
    }

    public TenantApi tenant() {
        return new TenantApi(generated);
    }

    public TenantsApi tenants() {
        return new TenantsApi(generated);
    }

    /** Collects options; for one thread. Without a credential, one can register and sign in. */
    public static final class Builder {

        private final URI baseUrl;
        private Consumer<HttpRequest.Builder> credential = request -> {};
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Duration timeout = Duration.ofSeconds(30);
        private boolean idempotencyKeys = true;
        private HttpClient httpClient = HttpClient.newHttpClient();

        private Builder(URI baseUrl) {
            this.baseUrl = baseUrl;
        }

        /** An API key, instead of an access token. */
        public Builder apiKey(String apiKey) {
            credential = request -> request.setHeader("X-API-Key", apiKey);
            return this;
        }

        /** A user's or an administrator's access token, instead of a key. */
        public Builder accessToken(String accessToken) {
            return accessToken(() -> accessToken);
        }

        /** What gives the present access token, for each request. */
        public Builder accessToken(Supplier<String> accessToken) {
            credential = request -> request.setHeader("Authorization", "Bearer " + accessToken.get());
            return this;
        }

        /** How requests are repeated; {@link RetryPolicy#DEFAULT} by default. */
        public Builder retry(RetryPolicy policy) {
            retry = policy;
            return this;
        }

        /** For each attempt; 30 s by default. */
        public Builder timeout(Duration each) {
            timeout = each;
            return this;
        }

        /** Whether requests that take an idempotency key get one; they do by default. */
        public Builder idempotencyKeys(boolean wished) {
            idempotencyKeys = wished;
            return this;
        }

        /** With proxies, TLS and the rest as the caller wishes. */
        public Builder httpClient(HttpClient client) {
            httpClient = client;
            return this;
        }

        public Breakwater build() {
            return new Breakwater(this);
        }
    }
}
