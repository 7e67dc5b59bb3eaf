package io.breakwater.localstack.suite;

/** Who signs in, and with what. */
public record Login(String email, String password) {

    @Override
    public String toString() {
        return "Login[" + email + "]"; // Passwords stay out of messages.
    }
}
