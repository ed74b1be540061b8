package io.weir.amqp091.mapping;

import io.weir.amqp091.codec.BasicProperties;
import io.weir.amqp091.codec.BasicPropertiesBuilder;
import io.weir.amqp091.codec.ByteString;
import io.weir.amqp091.codec.ProtocolFault;
import io.weir.amqp091.codec.ShortString;
import io.weir.amqp091.codec.Table;
import io.weir.amqp091.codec.Value;
import io.weir.core.publish.PropertyNames;
import io.weir.record.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Properties and headers of 0-9-1 as headers of a record, and back; {@code docs/mapping.md} is the
 * table. What text alone cannot restore (types of headers, a delivery mode that is not persistent,
 * an expiration as it was given) lies beside the text as the properties' own bytes, in one reserved
 * header, and only where there is such a thing; so what 0-9-1 wrote is what it reads.
 */
final class PropertyHeaders {
  /** The properties as they were on the wire. */
  static final String RESERVED = PropertyNames.RESERVED_PREFIX + "amqp091";

  private static final long MILLIS = 1_000;
  private static final int PERSISTENT = 2;
  private static final int MAX_PRIORITY = 255;

  /** The names of a record's headers that are fields of their own in 0-9-1. */
  private static final Set<String> STANDARD =
      Set.of(
          PropertyNames.CONTENT_TYPE,
          PropertyNames.CONTENT_ENCODING,
          PropertyNames.PRIORITY,
          PropertyNames.CORRELATION_ID,
          PropertyNames.REPLY_TO,
          PropertyNames.ABSOLUTE_EXPIRY_TIME,
          PropertyNames.MESSAGE_ID,
          PropertyNames.CREATION_TIME,
          PropertyNames.TYPE,
          PropertyNames.USER_ID,
          PropertyNames.APP_ID,
          PropertyNames.DELIVER_AT);

  private PropertyHeaders() {}

  /**
   * A record's headers for properties.
   *
   * @param expiresAt milliseconds since 1970, or null for never
   * @param deliverAt likewise, or null for at once
   */
  static List<Header> toHeaders(
      BasicProperties properties, @Nullable Long expiresAt, @Nullable Long deliverAt) {
    List<Header> headers = new ArrayList<>();
    add(headers, PropertyNames.CONTENT_TYPE, properties.contentType());
    add(headers, PropertyNames.CONTENT_ENCODING, properties.contentEncoding());
    add(headers, PropertyNames.CORRELATION_ID, properties.correlationId());
    add(headers, PropertyNames.REPLY_TO, properties.replyTo());
    add(headers, PropertyNames.MESSAGE_ID, properties.messageId());
    add(headers, PropertyNames.TYPE, properties.type());
    add(headers, PropertyNames.USER_ID, properties.userId());
    add(headers, PropertyNames.APP_ID, properties.appId());
    add(headers, PropertyNames.PRIORITY, properties.priority());
    add(headers, PropertyNames.CREATION_TIME, creationTime(properties));
    add(headers, PropertyNames.ABSOLUTE_EXPIRY_TIME, expiresAt);
    add(headers, PropertyNames.DELIVER_AT, deliverAt);
    Table table = properties.headers();
    if (table != null) {
      for (Table.Field field : table.fields()) {
        String name = field.name().toString();
        if (!name.startsWith(PropertyNames.RESERVED_PREFIX) && !STANDARD.contains(name)) {
          headers.add(new Header(name, HeaderTexts.of(field.value())));
        }
      }
    }
    if (!isPlain(properties)) {
      headers.add(new Header(RESERVED, properties.toBytes()));
    }
    return headers;
  }

  private static void add(List<Header> headers, String name, @Nullable ByteString value) {
    if (value != null) {
      headers.add(new Header(name, value.toBytes()));
    }
  }

  private static void add(List<Header> headers, String name, @Nullable Number value) {
    if (value != null) {
      headers.add(Header.of(name, value.toString()));
    }
  }

  /** In milliseconds; null where there is none, or one further away than these go. */
  private static @Nullable Long creationTime(BasicProperties properties) {
    Long seconds = properties.timestamp();
    return seconds == null || seconds < 0 || seconds > Long.MAX_VALUE / MILLIS
        ? null
        : seconds * MILLIS;
  }

  /** Whether the text alone says all. */
  private static boolean isPlain(BasicProperties properties) {
    Integer mode = properties.deliveryMode();
    boolean timed = properties.timestamp() == null || creationTime(properties) != null;
    return mode != null
        && mode == PERSISTENT
        && timed
        && properties.expiration() == null
        && properties.clusterId() == null
        && isPlain(properties.headers());
  }

  private static boolean isPlain(@Nullable Table table) {
    if (table == null) {
      return true;
    }
    Set<ShortString> names = new HashSet<>();
    for (Table.Field field : table.fields()) {
      String name = field.name().toString();
      boolean plain =
          field.value() instanceof Value.Text(var text)
              && text.isUtf8()
              && field.name().isUtf8()
              && !STANDARD.contains(name)
              && !name.startsWith(PropertyNames.RESERVED_PREFIX)
              && names.add(field.name());
      if (!plain) {
        return false;
      }
    }
    return !names.isEmpty();
  }

  /**
   * Properties for a record's headers, whoever wrote them.
   *
   * @param now milliseconds since 1970
   */
  static BasicProperties toProperties(List<Header> headers, long now) {
    for (Header header : headers) {
      byte[] bytes = header.value();
      if (header.name().equals(RESERVED) && bytes != null) {
        try {
          return BasicProperties.ofBytes(bytes);
        } catch (ProtocolFault e) {
          // Somebody else's bytes under that name: what the others say holds.
        }
      }
    }
    return fromText(headers, now);
  }

  private static BasicProperties fromText(List<Header> headers, long now) {
    BasicPropertiesBuilder properties = BasicProperties.builder().deliveryMode(PERSISTENT);
    Set<String> taken = new HashSet<>();
    Table.Builder table = Table.builder();
    int fields = 0;
    for (Header header : headers) {
      String name = header.name();
      boolean isProperty =
          STANDARD.contains(name) && taken.add(name) && property(properties, header, now);
      if (!isProperty
          && !name.startsWith(PropertyNames.RESERVED_PREFIX)
          && ShortString.fits(name)) {
        table.put(name, value(header));
        fields++;
      }
    }
    return fields == 0 ? properties.build() : properties.headers(table.build()).build();
  }

  /**
   * Whether a header has become a property: it is not too long for one, and a number where that is
   * due.
   */
  private static boolean property(BasicPropertiesBuilder properties, Header header, long now) {
    byte[] bytes = header.value();
    if (bytes == null || bytes.length > ShortString.MAX_LENGTH) {
      return false;
    }
    ShortString text = ShortString.copyOf(bytes);
    switch (header.name()) {
      case PropertyNames.CONTENT_TYPE -> properties.contentType(text);
      case PropertyNames.CONTENT_ENCODING -> properties.contentEncoding(text);
      case PropertyNames.CORRELATION_ID -> properties.correlationId(text);
      case PropertyNames.REPLY_TO -> properties.replyTo(text);
      case PropertyNames.MESSAGE_ID -> properties.messageId(text);
      case PropertyNames.TYPE -> properties.type(text);
      case PropertyNames.USER_ID -> properties.userId(text);
      case PropertyNames.APP_ID -> properties.appId(text);
      default -> {
        return number(properties, header.name(), text.toString(), now);
      }
    }
    return true;
  }

  private static boolean number(
      BasicPropertiesBuilder properties, String name, String text, long now) {
    long number;
    try {
      number = Long.parseLong(text);
    } catch (NumberFormatException e) {
      return false;
    }
    if (number < 0) {
      return false;
    }
    switch (name) {
      case PropertyNames.PRIORITY -> properties.priority((int) Math.min(number, MAX_PRIORITY));
      case PropertyNames.CREATION_TIME -> properties.timestamp(number / MILLIS);
      case PropertyNames.ABSOLUTE_EXPIRY_TIME ->
          properties.expiration(ShortString.of(Long.toString(Math.max(0, number - now))));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Value value(Header header) {
    byte[] bytes = header.value();
    if (bytes == null) {
      return new Value.Void();
    }
    ByteString value = ByteString.copyOf(bytes);
    return value.isUtf8() ? new Value.Text(value) : new Value.Binary(value);
  }
}
