package io.breakwater.auth.invitation;

import static io.breakwater.auth.testing.Service.anyone;
import static io.breakwater.auth.testing.Service.as;
import static org.awaitility.Awaitility.await;

import io.breakwater.auth.testing.Service.Owner;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Invites people, and reads their mail. */
final class InvitationCalls {

    static final String INVITATIONS = "/api/v1/invitations";
    private static final Pattern TOKEN = Pattern.compile("accept-invitation\\?token=([A-Za-z0-9_-]{43})");

    private InvitationCalls() {}

    static Response invite(Owner owner, Map<String, ?> invitation) {
        return as(owner.accessToken()).body(invitation).post(INVITATIONS);
    }

    /** Invites an address as a viewer and answers the token that was mailed. */
    static String invited(Owner owner, String email) {
        return invited(owner, Map.of("email", email, "role", "viewer"));
    }

    static String invited(Owner owner, Map<String, ?> invitation) {
        invite(owner, invitation).then().statusCode(201);
        return token(Objects.toString(invitation.get("email")));
    }

    /** The token of the newest invitation that an address was mailed. */
    static String token(String email) {
        return Objects.requireNonNull(
                await().until(() -> mailed(email), Optional::isPresent).orElse(null));
    }

    /** Mails are named by ids that sort by time. */
    private static Optional<String> mailed(String email) {
        Path folder = Path.of(ConfigProvider.getConfig().getValue("breakwater.mail.folder", String.class));
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> mails = Files.list(folder)) {
            return mails.filter(mail -> mail.toString().endsWith(".eml"))
                    .sorted()
                    .map(InvitationCalls::read)
                    .filter(mail -> mail.contains("To: " + email + "\n"))
                    .map(TOKEN::matcher)
                    .filter(Matcher::find)
                    .map(token -> token.group(1))
                    .reduce((older, newer) -> newer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path mail) {
        try {
            return Files.readString(mail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts as the signed-in user. */
    static Response accept(String token, String credential) {
        return as(credential).post(INVITATIONS + "/" + token + "/accept");
    }

    /** Accepts with a new account. */
    static Response acceptAnew(String token, Map<String, ?> account) {
        return anyone().body(account).post(INVITATIONS + "/" + token + "/accept");
    }
}
