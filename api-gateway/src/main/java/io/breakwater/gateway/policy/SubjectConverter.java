package io.breakwater.gateway.policy;

import io.breakwater.gateway.policy.Policy.Subject;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a subject as the documents write it, for instance {@code key+scope}. */
public final class SubjectConverter implements Converter<Subject> {

    private static final long serialVersionUID = 1L;

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no such subject
     */
    @Override
    public Subject convert(String value) {
        for (Subject subject : Subject.values()) {
            if (wireName(subject).equals(value.strip())) {
                return subject;
            }
        }
        throw new IllegalArgumentException("there is no subject " + value);
    }

    /** How the documents write a subject. */
    public static String wireName(Subject subject) {
        return subject == Subject.KEY_AND_SCOPE ? "key+scope" : subject.name().toLowerCase(Locale.ROOT);
    }
}
