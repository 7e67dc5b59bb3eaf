package io.breakwater.auth.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of {@code resources/mail/<name>.txt}: a first line {@code Subject: …}, an empty line, the body. A
 * {@code {name}} stands for a field; {@code {link_base}} is always there. Control characters in fields become spaces, and
 * nothing in a field is read as a template. Thread-safe.
 */
@ApplicationScoped
class MailTemplates {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,63}");
    private static final Pattern FIELD = Pattern.compile("\\{([a-z_]+)}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    private static final String SUBJECT = "Subject: ";

    private final String linkBase;

    MailTemplates(MailConfig config) {
        String base = config.linkBaseUrl().toString();
        this.linkBase = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /**
     * @throws IllegalArgumentException for a template that does not exist or that names a field which is not given
     */
    MailText render(String template, Map<String, String> fields) {
        String text = read(template);
        int end = text.indexOf("\n\n");
        if (!text.startsWith(SUBJECT) || end < 0) {
            throw new IllegalArgumentException("the mail template " + template + " has no subject");
        }
        return new MailText(
                fill(text.substring(SUBJECT.length(), end), template, fields),
                fill(text.substring(end + 2), template, fields));
    }

    private String fill(String text, String template, Map<String, String> fields) {
        return FIELD.matcher(text)
                .replaceAll(field -> Matcher.quoteReplacement(value(field.group(1), template, fields)));
    }

    private String value(String name, String template, Map<String, String> fields) {
        if (name.equals("link_base")) {
            return linkBase;
        }
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the mail template " + template + " needs the field " + name);
        }
        return CONTROL.matcher(value).replaceAll(" ");
    }

    private static String read(String template) {
        if (!NAME.matcher(template).matches()) {
            throw new IllegalArgumentException("not the name of a mail template: " + template);
        }
        try (InputStream file = MailTemplates.class.getResourceAsStream("/mail/" + template + ".txt")) {
            if (file == null) {
                throw new IllegalArgumentException("there is no mail template " + template);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mail template " + template, e);
        }
    }
}
