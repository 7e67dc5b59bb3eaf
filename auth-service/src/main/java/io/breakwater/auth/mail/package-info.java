/**
 * Mail to people: queued in the transaction that causes it, sent after its commit.
 *
 * <p>{@link io.breakwater.auth.mail.Mails#send} renders a template of {@code resources/mail} and leaves the text, sealed
 * by the key-encryption key, in the table {@code mail}: so a mail is sent if and only if its cause
 * was committed, survives a restart, and no token rests in clear. One virtual thread per process takes due mails under a
 * lease ({@code FOR UPDATE SKIP LOCKED}), so several replicas share the work. A mail goes out at least once: a crash
 * between sending and noting so sends it again.
 *
 * <p>Where {@code breakwater.mail.folder} is set, mails are written there as files of mode 0600 and the log says where;
 * otherwise they go to the SMTP server of {@code quarkus.mailer.*}. A mail that cannot be sent is tried again after 5 s,
 * 10 s, 20 s and so on up to 15 min, and given up after {@code breakwater.mail.retry-for}; metrics count what was sent,
 * failed and given up. Mails queued under a key-encryption key that is neither the present nor the previous one are given
 * up too: their tokens are asked for again. Recipients are checked addresses and header values hold no control characters, so no header can be injected.
 */
@NullMarked
package io.breakwater.auth.mail;

import org.jspecify.annotations.NullMarked;
