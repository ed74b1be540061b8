package io.weir.core.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a SCRAM client says (RFC 5802, section 7). */
final class ScramMessage {
  /** {@code printable} without the comma, and {@code value-safe-char} with the escapes apart. */
  private static final String NONCE = "[\\x21-\\x2b\\x2d-\\x7e]{1,256}";

  private static final String NAME = "(?:[^\\x00,=]|=2C|=3D){1,1024}";
  private static final String EXTENSIONS = "(?:,[A-Za-z]=[^\\x00,]*)*";

  private static final Pattern FIRST =
      Pattern.compile(
          "(?<header>(?<flag>n|y|p=[A-Za-z0-9.-]+),(?:a=(?<authzid>"
              + NAME
              + "))?,)(?<bare>n=(?<user>"
              + NAME
              + "),r=(?<nonce>"
              + NONCE
              + ")"
              + EXTENSIONS
              + ")");

  private static final Pattern FINAL =
      Pattern.compile(
          "(?<withoutProof>c=(?<binding>[A-Za-z0-9+/=]{1,4096}),r=(?<nonce>[\\x21-\\x2b\\x2d-\\x7e]{1,512})"
              + EXTENSIONS
              + "),p=(?<proof>[A-Za-z0-9+/=]{1,128})");

  private ScramMessage() {}

  /**
   * {@code client-first-message}.
   *
   * @param header {@code gs2-header}, as it came
   * @param bare {@code client-first-message-bare}, as it came
   * @param user the name, without escapes
   */
  record First(String header, String bare, String user, String nonce) {}

  /**
   * {@code client-final-message}.
   *
   * @param channelBinding decoded
   */
  record Final(byte[] channelBinding, String nonce, String withoutProof, byte[] proof) {}

  static First first(byte[] message) throws MalformedException {
    Matcher matcher = FIRST.matcher(text(message));
    if (!matcher.matches()) {
      // Also where the name comes after m=, an extension that nobody may ignore.
      throw new MalformedException("a first message that is not SCRAM's");
    }
    if (matcher.group("flag").startsWith("p=")) {
      throw new MalformedException("channel binding, which this mechanism does not have");
    }
    String user = matcher.group("user");
    String other = matcher.group("authzid");
    if (other != null && !other.equals(user)) {
      throw new MalformedException("the name of another user to act for");
    }
    return new First(
        matcher.group("header"),
        matcher.group("bare"),
        user.replace("=2C", ",").replace("=3D", "="),
        matcher.group("nonce"));
  }

  static Final last(byte[] message) throws MalformedException {
    Matcher matcher = FINAL.matcher(text(message));
    if (!matcher.matches()) {
      throw new MalformedException("a final message that is not SCRAM's");
    }
    try {
      return new Final(
          Base64.getDecoder().decode(matcher.group("binding")),
          matcher.group("nonce"),
          matcher.group("withoutProof"),
          Base64.getDecoder().decode(matcher.group("proof")));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a final message whose Base64 is none");
    }
  }

  private static String text(byte[] message) throws MalformedException {
    if (message.length > SaslExchange.MAX_RESPONSE_BYTES) {
      throw new MalformedException("a message longer than any of SCRAM's");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("a message that is not UTF-8");
    }
  }

  /** A message that is not of the protocol; says what it is, for the log. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    MalformedException(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }

    @Override
    public String getMessage() {
      return sentence;
    }
  }
}
