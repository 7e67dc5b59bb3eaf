/**
 * CloudEvents 1.0 over HTTP: {@code POST /ingest/cloudevents} in the structured, the binary and the batched mode.
 *
 * <p>{@code type} is the event's name, {@code time} its timestamp, and {@code source} and {@code id} together the dedupe
 * key, as the specification has it. The participant is the extension {@code participantid}, else the {@code subject}. JSON
 * objects as {@code data} become the properties; any other data is their member {@code data}, binary data is {@code
 * data_base64}. {@code subject}, {@code datacontenttype}, {@code dataschema} and extensions are under {@code $cloudevent}.
 *
 * <p>The envelope is read here and not by the CloudEvents SDK, since each event of a batch is judged on its own, with the
 * path of what is wrong, and no digit of a number may be lost.
 *
 * <p>Runs on the event loop and never blocks; an event is acknowledged only when the log has it.
 */
@NullMarked
package io.breakwater.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
