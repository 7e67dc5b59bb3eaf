package io.breakwater.localstack.suite;

/** The demo tenant, its owner and a live key of it. */
public record DemoAccount(String tenantId, String email, String password, String apiKey) {

    @Override
    public String toString() {
        return "DemoAccount[" + tenantId + "]"; // The password and the key stay out of messages.
    }
}
