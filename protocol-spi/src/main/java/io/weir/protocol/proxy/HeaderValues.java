package io.weir.protocol.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.weir.core.place.EndpointId;
import io.weir.core.place.EndpointId.Cloud;
import io.weir.protocol.proxy.ProxyHeader.ClientTls;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a version 2 header that matter here (section 2.2, and the documentation of the
 * clouds). Others are left alone; one of these that is broken or stands twice breaks the header.
 */
final class HeaderValues {
  private static final int AUTHORITY = 0x02;
  private static final int CHECKSUM = 0x03;
  private static final int UNIQUE_ID = 0x05;
  private static final int TLS = 0x20;
  private static final int TLS_COMMON_NAME = 0x22;

  /** Google Cloud, Private Service Connect: a number of 8 bytes, the most significant first. */
  private static final int GCP = 0xE0;

  /** Alibaba Cloud, PrivateLink: what it is, then text. */
  private static final int ALIBABA = 0xE1;

  private static final int ALIBABA_ENDPOINT = 0x02;

  /** AWS, PrivateLink: what it is, then text. */
  private static final int AWS = 0xEA;

  private static final int AWS_ENDPOINT = 0x01;

  /** Azure, Private Link: what it is, then a number of 4 bytes, the least significant first. */
  private static final int AZURE = 0xEE;

  private static final int AZURE_LINK = 0x01;

  private static final int MAX_UNIQUE_ID = 128;
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1,255}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

  private final Set<Integer> seen = new HashSet<>();
  private int checksumAt = -1;
  private int checksumSaid;
  private @Nullable EndpointId endpoint;
  private @Nullable String authority;
  private @Nullable String uniqueId;
  private @Nullable ClientTls tls;

  private HeaderValues() {}

  static HeaderValues read(ByteBuf in) throws ProxyHeaderException {
    HeaderValues values = new HeaderValues();
    int start = in.readerIndex();
    while (in.isReadable()) {
      int type = type(in);
      ByteBuf value = value(in);
      if (type == CHECKSUM) {
        values.checksumAt = in.readerIndex() - value.readableBytes() - start;
      }
      values.take(type, value);
    }
    return values;
  }

  /** Where the checksum stands among the values, or -1 if there is none. */
  int checksum() {
    return checksumAt;
  }

  int checksumSaid() {
    return checksumSaid;
  }

  @Nullable EndpointId endpoint() {
    return endpoint;
  }

  @Nullable String authority() {
    return authority;
  }

  @Nullable String uniqueId() {
    return uniqueId;
  }

  @Nullable ClientTls tls() {
    return tls;
  }

  private void take(int type, ByteBuf value) throws ProxyHeaderException {
    switch (type) {
      case CHECKSUM -> {
        once(type);
        requireLength(value, Integer.BYTES);
        checksumSaid = value.readInt();
      }
      case AUTHORITY -> {
        once(type);
        authority = hostName(value);
      }
      case UNIQUE_ID -> {
        once(type);
        uniqueId = uniqueId(value);
      }
      case TLS -> {
        once(type);
        tls = tls(value);
      }
      case AWS -> {
        if (kind(value) == AWS_ENDPOINT) {
          endpoint(Cloud.AWS, value.toString(US_ASCII));
        }
      }
      case ALIBABA -> {
        if (kind(value) == ALIBABA_ENDPOINT) {
          endpoint(Cloud.ALIBABA, value.toString(US_ASCII));
        }
      }
      case AZURE -> {
        if (kind(value) == AZURE_LINK) {
          requireLength(value, Integer.BYTES);
          endpoint(Cloud.AZURE, Long.toString(value.readUnsignedIntLE()));
        }
      }
      case GCP -> {
        requireLength(value, Long.BYTES);
        endpoint(Cloud.GCP, Long.toUnsignedString(value.readLong()));
      }
      default -> {}
    }
  }

  private void endpoint(Cloud cloud, String id) throws ProxyHeaderException {
    if (endpoint != null) {
      throw new ProxyHeaderException("a PROXY header names two endpoints");
    }
    try {
      endpoint = new EndpointId(cloud, id);
    } catch (IllegalArgumentException e) {
      throw new ProxyHeaderException("a PROXY header names an endpoint in a way that none has");
    }
  }

  private static String hostName(ByteBuf value) throws ProxyHeaderException {
    String name = value.toString(US_ASCII);
    if (!HOST_NAME.matcher(name).matches()) {
      throw new ProxyHeaderException("a PROXY header has an authority that is no host name");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  private static String uniqueId(ByteBuf value) throws ProxyHeaderException {
    if (!value.isReadable() || value.readableBytes() > MAX_UNIQUE_ID) {
      throw new ProxyHeaderException(
          "a PROXY header has a unique id of " + value.readableBytes() + " bytes");
    }
    String text = value.toString(US_ASCII);
    return PRINTABLE.matcher(text).matches() ? text : ByteBufUtil.hexDump(value);
  }

  /**
   * Section 2.2.5: what the client did, whether its certificate was verified, then values again.
   */
  private static ClientTls tls(ByteBuf value) throws ProxyHeaderException {
    if (value.readableBytes() < 5) {
      throw new ProxyHeaderException("a PROXY header ends within what it says of TLS");
    }
    int did = value.readUnsignedByte();
    boolean spoke = (did & 0x01) != 0;
    boolean presented = (did & 0x06) != 0;
    boolean verified = value.readInt() == 0;
    String commonName = null;
    while (value.isReadable()) {
      int type = type(value);
      ByteBuf inner = value(value);
      if (type == TLS_COMMON_NAME) {
        if (commonName != null) {
          throw new ProxyHeaderException("a PROXY header names two certificates");
        }
        commonName = utf8(inner);
      }
    }
    return new ClientTls(spoke, spoke && presented && verified ? commonName : null);
  }

  private static String utf8(ByteBuf value) throws ProxyHeaderException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.nioBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new ProxyHeaderException("a PROXY header has a name that is not UTF-8");
    }
  }

  private void once(int type) throws ProxyHeaderException {
    if (!seen.add(type)) {
      throw new ProxyHeaderException(
          "a PROXY header has a value of type 0x%02X twice".formatted(type));
    }
  }

  private static int kind(ByteBuf value) throws ProxyHeaderException {
    if (!value.isReadable()) {
      throw new ProxyHeaderException("a PROXY header has an empty value for an endpoint");
    }
    return value.readUnsignedByte();
  }

  private static void requireLength(ByteBuf value, int bytes) throws ProxyHeaderException {
    if (value.readableBytes() != bytes) {
      throw new ProxyHeaderException(
          "a PROXY header has a number of %d bytes where %d belong"
              .formatted(value.readableBytes(), bytes));
    }
  }

  private static int type(ByteBuf in) throws ProxyHeaderException {
    if (in.readableBytes() < 3) {
      throw new ProxyHeaderException("a PROXY header ends within a value");
    }
    return in.readUnsignedByte();
  }

  private static ByteBuf value(ByteBuf in) throws ProxyHeaderException {
    int length = in.readUnsignedShort();
    if (in.readableBytes() < length) {
      throw new ProxyHeaderException("a PROXY header ends within a value");
    }
    return in.readSlice(length);
  }
}
