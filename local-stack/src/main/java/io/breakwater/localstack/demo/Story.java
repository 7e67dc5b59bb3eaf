package io.breakwater.localstack.demo;

import io.breakwater.localstack.store.Secrets;
import io.breakwater.localstack.suite.Login;
import io.breakwater.localstack.suite.SuiteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The suite's main job from end to end: a new tenant, its key, events taken in each of the three ways, their arrival in the
 * database, and what became of each; then a limit is met, the tenant is switched off and on, its numbers and its audit trail are
 * read, a person is erased, and the key rotated and revoked.
 */
public final class Story {

    private final Transcript transcript;
    private final Gateway gateway;
    private final KeyLife keyLife;
    private final SwitchedOff switchedOff;
    private final Limited limited;
    private final Overseen overseen;
    private final Login administrator;
    private final Settling settling;
    private final Accounted accounted;
    private final String demoKey;

    /**
     * Plays against the gateway at the address, with what is for administrators done by that one; {@code out} takes the lines.
     *
     * @param demoKey of a tenant without limits of its own
     */
    public Story(URI gateway, Login administrator, String demoKey, Consumer<String> out) {
        this.demoKey = demoKey;
        this.transcript = new Transcript(out);
        this.gateway = new Gateway(gateway, transcript);
        var unseen = new Gateway(gateway, Exchanges.UNSEEN);
        this.settling = new Settling(this.gateway, unseen);
        this.accounted = new Accounted(transcript, this.gateway, settling);
        this.keyLife = new KeyLife(transcript, this.gateway, unseen);
        this.limited = new Limited(transcript, this.gateway, unseen);
        this.switchedOff = new SwitchedOff(transcript, this.gateway, unseen);
        this.overseen = new Overseen(transcript, this.gateway, settling);
        this.administrator = administrator;
    }

    /**
     * Plays the story.
     *
     * @throws SuiteException at the first answer that is not as it should be
     */
    public void play() {
        String email = "story-" + Secrets.password().substring(0, 8) + "@breakwater.example";
        String password = Secrets.password();

        transcript.title("A tenant and its owner");
        String tenant = gateway.send(Tenant.register(email, password, "Story"))
                .expect(201)
                .text("/tenant/id");

        transcript.title("The owner signs in");
        String token = gateway.send(Tenant.login(email, password)).expect(200).text("/access_token");

        transcript.title("An API key, shown once");
        var minted = gateway.send(Tenant.mintKey(token, "story")).expect(201);
        String key = minted.text("/key");

        List<String> accepted = new ArrayList<>();
        transcript.title("An event, accepted at once and processed later");
        var event = gateway.send(ingest("/events", resource("event.json"), key)).expect(202);
        requireStreamPosition(event.text("/message_id"));
        accepted.add(event.text("/event_id"));

        transcript.title("Three events in one request");
        var batch = gateway.send(ingest("/events/batch", resource("batch.json"), key))
                .expect(202);
        Settling.requireEqual("accepted events", "3", batch.text("/accepted"));
        for (int i = 0; i < 3; i++) {
            requireStreamPosition(batch.text("/message_ids/" + i));
            accepted.add(batch.text("/results/" + i + "/event_id"));
        }

        transcript.title("An event that is processed before the answer");
        var sync = gateway.send(ingest("/events/sync", resource("event.json"), key))
                .expect(200);
        Settling.requireEqual("status", "processed", sync.text("/status"));
        sync.text("/fact_id");
        accepted.add(sync.text("/event_id"));

        transcript.title("What became of them");
        accepted.forEach(id -> settling.await(id, "processed", key));
        transcript.title("All " + accepted.size() + " events are processed.");

        accounted.play(key, token);

        limited.play(demoKey);
        transcript.title("The platform's administrator signs in");
        String administratorsToken = gateway.send(Tenant.platformLogin(administrator.email(), administrator.password()))
                .expect(200)
                .text("/access_token");
        switchedOff.play(tenant, key, administratorsToken);
        overseen.play(tenant, key, token, administratorsToken);
        keyLife.play(token, minted.text("/id"), key);
    }

    private static Request ingest(String path, String body, String key) {
        return Request.post("/api/v1/ingest" + path, body).withKey(key);
    }

    private static void requireStreamPosition(String messageId) {
        if (!messageId.matches("[0-9]+-[0-9]+")) {
            throw new SuiteException("message_id is not the position in a stream: " + messageId);
        }
    }

    private static String resource(String name) {
        try (var in = Story.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
