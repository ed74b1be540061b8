package io.weir.protocol.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads headers of the PROXY protocol (haproxy.org, "The PROXY protocol, versions 1 &amp; 2"). More
 * strictly than it asks: what is doubtful is refused, for on this header depends whose connection
 * it is.
 */
public final class ProxyHeaders {
  static final byte[] VERSION_1 = "PROXY ".getBytes(US_ASCII);
  static final byte[] VERSION_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

  private ProxyHeaders() {}

  /** How bytes begin. */
  public enum Beginning {
    /** Like a header. */
    HEADER,
    /** Like a header, as far as they go. */
    UNDECIDED,
    /** Like something else. */
    OTHER
  }

  /** How bytes begin; none at all are undecided. Nothing is read of them. */
  public static Beginning beginning(ByteBuf in) {
    Beginning one = beginning(in, VERSION_1);
    Beginning two = beginning(in, VERSION_2);
    if (one == Beginning.HEADER || two == Beginning.HEADER) {
      return Beginning.HEADER;
    }
    return one == Beginning.UNDECIDED || two == Beginning.UNDECIDED
        ? Beginning.UNDECIDED
        : Beginning.OTHER;
  }

  /**
   * Reads the header with which bytes begin; what follows it stays unread.
   *
   * @return null if it is not all there; nothing was read then, and it is asked again with more
   * @throws ProxyHeaderException if it is none, or none to be taken; as soon as that is known
   */
  public static @Nullable ProxyHeader read(ByteBuf in) throws ProxyHeaderException {
    return switch (beginning(in)) {
      case OTHER -> throw new ProxyHeaderException("no PROXY header came");
      case UNDECIDED -> null;
      case HEADER ->
          in.getByte(in.readerIndex()) == VERSION_1[0]
              ? TextHeader.read(in)
              : BinaryHeader.read(in);
    };
  }

  private static Beginning beginning(ByteBuf in, byte[] signature) {
    int length = Math.min(signature.length, in.readableBytes());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != signature[i]) {
        return Beginning.OTHER;
      }
    }
    return length == signature.length ? Beginning.HEADER : Beginning.UNDECIDED;
  }
}
