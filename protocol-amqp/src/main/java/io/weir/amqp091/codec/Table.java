package io.weir.amqp091.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields by name (4.2.5.5), letter {@code F} within another. Immutable. Keeps their order, and
 * fields whose name comes twice, of which the first counts.
 */
public record Table(List<Field> fields) implements Value {
  public static final Table EMPTY = new Table(List.of());

  /** One name and what it stands for. */
  public record Field(ShortString name, Value value) {}

  public Table {
    fields = List.copyOf(fields);
  }

  /** What the first field of a name stands for, or null where there is none. */
  public @Nullable Value get(ShortString name) {
    for (Field field : fields) {
      if (field.name.equals(name)) {
        return field.value;
      }
    }
    return null;
  }

  /** As {@link #get(ShortString)}, for whoever has a text that is short enough. */
  public @Nullable Value get(String name) {
    return fields.isEmpty() ? null : get(ShortString.of(name));
  }

  /**
   * Reads fields without the length before them, as a mechanism's response has them.
   *
   * @throws ProtocolFault if that is something else
   */
  public static Table ofFields(ByteString fields) {
    ByteBuf table = Unpooled.buffer(Integer.BYTES + fields.length()).writeInt(fields.length());
    fields.writeTo(table);
    return new ValueReader(new ShortStringCache()).read(table, table.writerIndex(), null);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Puts a table together, in the order of the calls. */
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>();

    private Builder() {}

    public Builder put(ShortString name, Value value) {
      fields.add(new Field(name, value));
      return this;
    }

    public Builder put(String name, Value value) {
      return put(ShortString.of(name), value);
    }

    public Builder put(String name, String text) {
      return put(name, Text.of(text));
    }

    public Builder put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    public Table build() {
      return new Table(fields);
    }
  }
}
