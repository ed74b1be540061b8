package io.weir.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Function;

/**
 * The server's side of SCRAM (RFC 5802, RFC 7677) as a state machine: bytes in, bytes or an outcome
 * out, no socket and no clock. Each state is a value; the next one comes out of it with the answer.
 *
 * <pre>
 *   AwaitsFirst --client-first--> Challenge(server-first), AwaitsFinal
 *   AwaitsFinal --client-final--> Proven(server-final)
 *   either ----anything else----> Failed
 * </pre>
 *
 * <p>A user who does not exist gets a challenge like any other and fails at the proof. Mechanisms
 * with channel binding are not offered, so a client that insists on it ({@code p=}) fails, one that
 * has it and sees that the server has not ({@code y}) is right, and in either case the header that
 * the client saw itself send must come back under its proof: who changes it on the way makes the
 * exchange fail.
 */
final class Scram {
  private static final int NONCE_BYTES = 18;

  private Scram() {}

  /** What came of a message. */
  sealed interface Step {

    /**
     * The exchange goes on.
     *
     * @param bytes for the client
     * @param next takes what it answers
     */
    record Challenge(byte[] bytes, AwaitsFinal next) implements Step {}

    /**
     * The client knows the password.
     *
     * @param bytes for the client, which prove that the server knows the user
     * @param who exists
     */
    record Proven(byte[] bytes, Candidate.Identity who) implements Step {}

    /**
     * The exchange is over.
     *
     * @param why for the log
     */
    record Failed(String why) implements Step {}
  }

  /**
   * The beginning.
   *
   * @param users says for a name whose proof is to be verified
   */
  static AwaitsFirst begin(
      ScramMechanism mechanism, Function<String, Candidate> users, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new AwaitsFirst(mechanism, users, Base64.getEncoder().encodeToString(nonce));
  }

  /**
   * Nothing was said yet.
   *
   * @param nonce the server's
   */
  record AwaitsFirst(ScramMechanism mechanism, Function<String, Candidate> users, String nonce) {

    Step first(byte[] message) {
      ScramMessage.First first;
      try {
        first = ScramMessage.first(message);
      } catch (ScramMessage.MalformedException e) {
        return new Step.Failed(e.getMessage());
      }
      Candidate candidate = users.apply(first.user());
      ScramCredential credential = candidate.credential();
      String both = first.nonce() + nonce;
      String challenge =
          "r=%s,s=%s,i=%d"
              .formatted(
                  both,
                  Base64.getEncoder().encodeToString(credential.salt()),
                  credential.iterations());
      return new Step.Challenge(
          challenge.getBytes(UTF_8), new AwaitsFinal(mechanism, candidate, first, both, challenge));
    }
  }

  /**
   * The client has its challenge.
   *
   * @param nonce the client's and the server's
   */
  record AwaitsFinal(
      ScramMechanism mechanism,
      Candidate candidate,
      ScramMessage.First first,
      String nonce,
      String challenge) {

    Step last(byte[] message) {
      ScramMessage.Final last;
      try {
        last = ScramMessage.last(message);
      } catch (ScramMessage.MalformedException e) {
        return new Step.Failed(e.getMessage());
      }
      boolean bound = MessageDigest.isEqual(last.channelBinding(), first.header().getBytes(UTF_8));
      boolean fresh = isThis(last.nonce());
      byte[] exchange =
          (first.bare() + ',' + challenge + ',' + last.withoutProof()).getBytes(UTF_8);
      ScramCredential credential = candidate.credential();
      boolean proven = isProof(credential, exchange, last.proof());
      byte[] signature = ScramKeys.hmac(mechanism, credential.serverKey(), exchange);
      Candidate.Identity who = candidate.identity();
      if (who == null) {
        return new Step.Failed("no such user, or none with a password for this mechanism");
      }
      if (!bound || !fresh) {
        return new Step.Failed(
            bound ? "another nonce came back" : "another channel binding came back");
      }
      if (!proven) {
        return new Step.Failed("a wrong password");
      }
      String verifier = "v=" + Base64.getEncoder().encodeToString(signature);
      return new Step.Proven(verifier.getBytes(UTF_8), who);
    }

    /**
     * Whether a nonce is this exchange's. librdkafka before 2.6.1 says its own part of it once more
     * in front, and proves what it says.
     */
    private boolean isThis(String said) {
      byte[] bytes = said.getBytes(UTF_8);
      return MessageDigest.isEqual(bytes, nonce.getBytes(UTF_8))
          || MessageDigest.isEqual(bytes, (first.nonce() + nonce).getBytes(UTF_8));
    }

    private boolean isProof(ScramCredential credential, byte[] exchange, byte[] proof) {
      if (proof.length != mechanism.bytes()) {
        return false;
      }
      byte[] signature = ScramKeys.hmac(mechanism, credential.storedKey(), exchange);
      byte[] clientKey = ScramKeys.xor(proof, signature);
      return MessageDigest.isEqual(ScramKeys.hash(mechanism, clientKey), credential.storedKey());
    }
  }
}
