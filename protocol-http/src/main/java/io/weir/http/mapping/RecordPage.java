package io.weir.http.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.weir.backend.ReadResult;
import io.weir.core.read.CommittedMessages;
import io.weir.record.Header;
import io.weir.record.LogRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as a JSON document: {@code records}, where to go on ({@code nextOffset}), where the
 * partition ends ({@code highWatermark}), and what could not be read ({@code passedOver}), if
 * anything.
 *
 * <p>Text is text; what is not UTF-8 stands in Base64 under the name with {@code Base64} after it.
 *
 * @param body the document
 * @param passedOver what could not be read
 */
public record RecordPage(Buffer body, List<Gap> passedOver) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Offsets that were passed over. */
  public record Gap(long firstOffset, long lastOffset, String reason) {}

  /**
   * Writes the messages of what was read.
   *
   * @param maxBytes the most bytes of keys, bodies and headers; one message that has more comes all
   *     the same
   * @param maxInflatedBytes the most that the records of one batch may take
   * @param before what could not be read before
   */
  public static RecordPage of(
      ReadResult read, long offset, int maxBytes, int maxInflatedBytes, List<Gap> before) {
    ByteBuf out = Unpooled.buffer(1024);
    try (JsonGenerator json = JSON.createGenerator((OutputStream) new ByteBufOutputStream(out))) {
      var page = new Page(json, maxBytes, before);
      json.writeStartObject();
      json.writeArrayFieldStart("records");
      long next = CommittedMessages.walk(read, offset, maxInflatedBytes, page);
      json.writeEndArray();
      json.writeNumberField("nextOffset", next);
      json.writeNumberField("highWatermark", read.offsets().highWatermark());
      writeGaps(json, page.gaps);
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
      return new RecordPage(BufferInternal.buffer(out), page.gaps);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  private static void writeGaps(JsonGenerator json, List<Gap> gaps) throws IOException {
    if (gaps.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("passedOver");
    for (Gap gap : gaps) {
      json.writeStartObject();
      json.writeNumberField("firstOffset", gap.firstOffset());
      json.writeNumberField("lastOffset", gap.lastOffset());
      json.writeStringField("reason", gap.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Takes messages as long as there is room. */
  private static final class Page implements CommittedMessages.Visitor {
    private final JsonGenerator json;
    private final List<Gap> gaps;
    private long left;
    private boolean isEmpty = true;

    Page(JsonGenerator json, int maxBytes, List<Gap> before) {
      this.json = json;
      this.gaps = new ArrayList<>(before);
      this.left = maxBytes;
    }

    @Override
    public boolean take(LogRecord message) {
      // Before anything is written: it throws where they do not parse.
      List<Header> headers = message.headers();
      left -= size(message, headers);
      if (left < 0 && !isEmpty) {
        return false;
      }
      isEmpty = false;
      try {
        write(message, headers);
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail to be written", e);
      }
      return true;
    }

    @Override
    public void passOver(long firstOffset, long lastOffset, String reason) {
      gaps.add(new Gap(firstOffset, lastOffset, reason));
    }

    private void write(LogRecord message, List<Header> headers) throws IOException {
      json.writeStartObject();
      json.writeNumberField("offset", message.offset());
      json.writeNumberField("timestamp", message.timestamp());
      writeBytes("key", Bytes.of(message.key()));
      json.writeArrayFieldStart("headers");
      for (Header header : headers) {
        json.writeStartObject();
        json.writeStringField("name", header.name());
        writeBytes("value", header.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      writeBytes("body", Bytes.of(message.value()));
      json.writeEndObject();
    }

    private void writeBytes(String name, byte @Nullable [] bytes) throws IOException {
      if (bytes == null) {
        json.writeNullField(name);
        return;
      }
      String text = Bytes.text(bytes);
      if (text != null) {
        json.writeStringField(name, text);
      } else {
        json.writeBinaryField(name + "Base64", bytes);
      }
    }

    private static long size(LogRecord message, List<Header> headers) {
      long size = length(message.key()) + length(message.value());
      for (Header header : headers) {
        byte[] value = header.value();
        size += header.name().length() + (value == null ? 0 : value.length);
      }
      return size;
    }

    private static int length(@Nullable ByteBuf bytes) {
      return bytes == null ? 0 : bytes.readableBytes();
    }
  }
}
