package io.weir.embedded.checkpoint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.embedded.segment.FrameChecksum;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.Mapped;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The whole state at the head of a segment, kept beside the log so that no earlier segment is
 * needed for it. There are two copies, for what is before it may be gone: either is enough. A head
 * of its own says whose it is.
 */
public final class BaseFile {
  private static final long MAGIC = 0x5745495242415345L; // "WEIRBASE"
  private static final int NUMBER = 8;
  private static final int SALT = 12;
  private static final int LENGTH = 20;
  private static final int CRC = 24;
  private static final int HEAD_CRC = 28;
  private static final int HEAD = 32;

  private BaseFile() {}

  /** Keeps a state that was found at the head of a segment; durable when it returns. */
  public static void write(Storage storage, Segment segment, LogState state) throws IOException {
    ByteBuffer encoded = encode(segment, state);
    for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
      storage.writeBase(segment.number(), copy, encoded.duplicate());
    }
  }

  private static ByteBuffer encode(Segment segment, LogState state) {
    ByteBuf out = Unpooled.buffer(HEAD + 4096).writeZero(HEAD);
    Checkpoint.write(out, state, Objects.requireNonNull(state.boot(), "every log was started"));
    ByteBuffer bytes = out.nioBuffer();
    bytes.putLong(0, MAGIC).putInt(NUMBER, segment.number()).putLong(SALT, segment.salt());
    bytes.putInt(LENGTH, bytes.limit() - HEAD).putInt(CRC, crc(bytes, HEAD, bytes.limit() - HEAD));
    return bytes.putInt(HEAD_CRC, crc(bytes, 0, HEAD_CRC));
  }

  /** The state kept for the head of a segment, from whichever copy is whole; null if none is. */
  static @Nullable LogState read(Storage storage, Segment segment) throws IOException {
    for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
      ByteBuffer bytes = storage.readBase(segment.number(), copy);
      if (bytes != null && isWhole(bytes, segment)) {
        return Checkpoint.read(Unpooled.wrappedBuffer(bytes).slice(HEAD, bytes.getInt(LENGTH)));
      }
    }
    return null;
  }

  /** Whether a copy is whole. */
  public static boolean isWhole(Storage storage, Segment segment, int copy) throws IOException {
    ByteBuffer bytes = storage.readBase(segment.number(), copy);
    return bytes != null && isWhole(bytes, segment);
  }

  private static boolean isWhole(ByteBuffer in, Segment segment) {
    try {
      boolean whole =
          in.limit() >= HEAD
              && in.getLong(0) == MAGIC
              && in.getInt(NUMBER) == segment.number()
              && in.getLong(SALT) == segment.salt()
              && in.getInt(HEAD_CRC) == crc(in, 0, HEAD_CRC)
              && in.getInt(LENGTH) == in.limit() - HEAD
              && in.getInt(CRC) == crc(in, HEAD, in.limit() - HEAD);
      Mapped.settle();
      return whole;
    } catch (InternalError e) {
      Mapped.rethrowOthers(e);
      return false;
    }
  }

  private static int crc(ByteBuffer in, int from, int length) {
    CRC32C crc = new CRC32C();
    FrameChecksum.update(crc, in, from, length);
    return (int) crc.getValue();
  }
}
