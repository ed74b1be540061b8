package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a content (1.8.1, 4.2.6.1). One that is not there is null. Immutable.
 *
 * @param deliveryMode 2 for what is to survive a restart; anything else, mostly 1, for what need
 *     not
 * @param priority 0 to 255
 * @param expiration in RabbitMQ milliseconds, as decimal digits
 * @param timestamp seconds since 1970, of 64 bits without sign
 */
public record BasicProperties(
    @Nullable ShortString contentType,
    @Nullable ShortString contentEncoding,
    @Nullable Table headers,
    @Nullable Integer deliveryMode,
    @Nullable Integer priority,
    @Nullable ShortString correlationId,
    @Nullable ShortString replyTo,
    @Nullable ShortString expiration,
    @Nullable ShortString messageId,
    @Nullable Long timestamp,
    @Nullable ShortString type,
    @Nullable ShortString userId,
    @Nullable ShortString appId,
    @Nullable ShortString clusterId) {

  /** None at all. */
  public static final BasicProperties EMPTY = builder().build();

  private static final int CONTENT_TYPE = 1 << 15;
  private static final int CONTENT_ENCODING = 1 << 14;
  private static final int HEADERS = 1 << 13;
  private static final int DELIVERY_MODE = 1 << 12;
  private static final int PRIORITY = 1 << 11;
  private static final int CORRELATION_ID = 1 << 10;
  private static final int REPLY_TO = 1 << 9;
  private static final int EXPIRATION = 1 << 8;
  private static final int MESSAGE_ID = 1 << 7;
  private static final int TIMESTAMP = 1 << 6;
  private static final int TYPE = 1 << 5;
  private static final int USER_ID = 1 << 4;
  private static final int APP_ID = 1 << 3;
  private static final int CLUSTER_ID = 1 << 2;

  /** Flags of no property; the lowest one says that more flags follow, of which there are none. */
  private static final int NONE = 0x0003;

  /** Reads what is left of a content header, flags first. */
  static BasicProperties read(ArgumentReader in) {
    int flags = in.shortInt();
    if (flags == 0) {
      return EMPTY;
    }
    if ((flags & NONE) != 0) {
      throw ProtocolFault.syntaxError(
          null, "a content header with flags of properties that there are not");
    }
    return new BasicProperties(
        (flags & CONTENT_TYPE) == 0 ? null : in.shortString(),
        (flags & CONTENT_ENCODING) == 0 ? null : in.shortString(),
        (flags & HEADERS) == 0 ? null : in.table(),
        (flags & DELIVERY_MODE) == 0 ? null : in.octet(),
        (flags & PRIORITY) == 0 ? null : in.octet(),
        (flags & CORRELATION_ID) == 0 ? null : in.shortString(),
        (flags & REPLY_TO) == 0 ? null : in.shortString(),
        (flags & EXPIRATION) == 0 ? null : in.shortString(),
        (flags & MESSAGE_ID) == 0 ? null : in.shortString(),
        (flags & TIMESTAMP) == 0 ? null : in.longLong(),
        (flags & TYPE) == 0 ? null : in.shortString(),
        (flags & USER_ID) == 0 ? null : in.shortString(),
        (flags & APP_ID) == 0 ? null : in.shortString(),
        (flags & CLUSTER_ID) == 0 ? null : in.shortString());
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws ProtocolFault if that is something else
   */
  public static BasicProperties ofBytes(byte[] bytes) {
    ArgumentReader in = new ArgumentReader();
    in.begin("properties", Unpooled.wrappedBuffer(bytes), bytes.length);
    BasicProperties properties = read(in);
    in.end();
    return properties;
  }

  /** Flags and properties, as they are on the wire. */
  public byte[] toBytes() {
    ByteBuf out = Unpooled.buffer();
    ArgumentWriter writer = new ArgumentWriter();
    writer.begin(out);
    writeTo(writer);
    return ByteBufUtil.getBytes(out);
  }

  /** Writes flags and properties. */
  void writeTo(ArgumentWriter out) {
    out.shortInt(flags());
    if (contentType != null) {
      out.shortString(contentType);
    }
    if (contentEncoding != null) {
      out.shortString(contentEncoding);
    }
    if (headers != null) {
      out.table(headers);
    }
    if (deliveryMode != null) {
      out.octet(deliveryMode);
    }
    if (priority != null) {
      out.octet(priority);
    }
    if (correlationId != null) {
      out.shortString(correlationId);
    }
    if (replyTo != null) {
      out.shortString(replyTo);
    }
    if (expiration != null) {
      out.shortString(expiration);
    }
    if (messageId != null) {
      out.shortString(messageId);
    }
    if (timestamp != null) {
      out.longLong(timestamp);
    }
    if (type != null) {
      out.shortString(type);
    }
    if (userId != null) {
      out.shortString(userId);
    }
    if (appId != null) {
      out.shortString(appId);
    }
    if (clusterId != null) {
      out.shortString(clusterId);
    }
  }

  private int flags() {
    return flag(contentType, CONTENT_TYPE)
        | flag(contentEncoding, CONTENT_ENCODING)
        | flag(headers, HEADERS)
        | flag(deliveryMode, DELIVERY_MODE)
        | flag(priority, PRIORITY)
        | flag(correlationId, CORRELATION_ID)
        | flag(replyTo, REPLY_TO)
        | flag(expiration, EXPIRATION)
        | flag(messageId, MESSAGE_ID)
        | flag(timestamp, TIMESTAMP)
        | flag(type, TYPE)
        | flag(userId, USER_ID)
        | flag(appId, APP_ID)
        | flag(clusterId, CLUSTER_ID);
  }

  private static int flag(@Nullable Object property, int flag) {
    return property == null ? 0 : flag;
  }

  public static BasicPropertiesBuilder builder() {
    return new BasicPropertiesBuilder();
  }

  /** A builder that begins with these. */
  public BasicPropertiesBuilder toBuilder() {
    return builder()
        .contentType(contentType)
        .contentEncoding(contentEncoding)
        .headers(headers)
        .deliveryMode(deliveryMode)
        .priority(priority)
        .correlationId(correlationId)
        .replyTo(replyTo)
        .expiration(expiration)
        .messageId(messageId)
        .timestamp(timestamp)
        .type(type)
        .userId(userId)
        .appId(appId)
        .clusterId(clusterId);
  }
}
