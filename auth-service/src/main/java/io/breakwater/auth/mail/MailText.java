package io.breakwater.auth.mail;

/**
 * What a mail says.
 *
 * @param subject one line, no control characters
 * @param body plain text, lines ended by {@code \n}
 */
record MailText(String subject, String body) {

    /** Without the text, which may hold a token. */
    @Override
    public String toString() {
        return "MailText[]";
    }
}
