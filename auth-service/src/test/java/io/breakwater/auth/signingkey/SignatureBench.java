package io.breakwater.auth.signingkey;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;

/**
 * Measures what signing and verifying cost, for ADR 0005: {@code java SignatureBench.java}. Medians over batches on one
 * thread, in processor time, so that what else the machine does counts little; of the size of an access token.
 */
final class SignatureBench {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCHES = 25;
    private static final int BATCH = 200;
    private static final byte[] TOKEN = "x".repeat(420).getBytes(StandardCharsets.US_ASCII);

    private SignatureBench() {}

    public static void main(String[] arguments) throws GeneralSecurityException {
        measure(
                System.out,
                "RS256",
                "RSA",
                new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4),
                "SHA256withRSA");
        measure(System.out, "ES256", "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSAinP1363Format");
    }

    private static void measure(
            PrintStream out, String name, String type, AlgorithmParameterSpec size, String algorithm)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        byte[] signature = sign(pair, algorithm);
        double[] signing = new double[BATCHES];
        double[] verifying = new double[BATCHES];
        for (int batch = 0; batch < BATCHES; batch++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < BATCH; i++) {
                signature = sign(pair, algorithm);
            }
            long signed = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < BATCH; i++) {
                if (!verify(pair, algorithm, signature)) {
                    throw new IllegalStateException("a signature that does not verify");
                }
            }
            signing[batch] = (signed - begun) / 1_000.0 / BATCH;
            verifying[batch] = (THREADS.getCurrentThreadCpuTime() - signed) / 1_000.0 / BATCH;
        }
        Arrays.sort(signing);
        Arrays.sort(verifying);
        out.printf(
                "%s: sign %.0f us (best %.0f), verify %.0f us (best %.0f), %d bytes%n",
                name, signing[BATCHES / 2], signing[0], verifying[BATCHES / 2], verifying[0], signature.length);
    }

    private static byte[] sign(KeyPair pair, String algorithm) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(pair.getPrivate());
        signer.update(TOKEN);
        return signer.sign();
    }

    private static boolean verify(KeyPair pair, String algorithm, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(pair.getPublic());
        verifier.update(TOKEN);
        return verifier.verify(signature);
    }
}
