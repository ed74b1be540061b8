package io.weir.http.mapping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes of messages: copied out of buffers, and taken for text where they are UTF-8. */
final class Bytes {
  private Bytes() {}

  /** A copy of what is readable; null for null. */
  static byte @Nullable [] of(@Nullable ByteBuf buf) {
    return buf == null ? null : ByteBufUtil.getBytes(buf);
  }

  /** The text of which these are the UTF-8, or null if they are not that of any. */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  static boolean isUtf8(byte[] bytes) {
    return text(bytes) != null;
  }
}
