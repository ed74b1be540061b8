package io.weir.record;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.ByteBufferOutputStream;

/**
 * Compression of a batch's records, by kafka-clients: its frames (LZ4's and Snappy's above all) are
 * the format. The only class that knows that library outside the Kafka protocol's module.
 */
final class Codec {
  private static final int CHUNK_BYTES = 16 * 1024;

  private Codec() {}

  /** Decompresses into a heap buffer that the caller owns. */
  static ByteBuf decompress(Compression compression, ByteBuf body, int maxBytes) {
    if (compression == Compression.SNAPPY) {
      SnappyFrames.check(body, maxBytes);
    }
    long expected = Math.max(CHUNK_BYTES, body.readableBytes() * 4L);
    ByteBuf out = Unpooled.buffer((int) Math.min(maxBytes, expected));
    try (InputStream in =
        kafka(compression)
            .wrapForInput(contiguous(body), BatchFormat.MAGIC_V2, BufferSupplier.NO_CACHING)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      int read = in.read(chunk);
      while (read >= 0) {
        if (out.readableBytes() + read > maxBytes) {
          throw new InvalidBatchException(
              InvalidBatchException.Fault.TOO_LARGE,
              "decompressed records take more than " + maxBytes + " bytes");
        }
        out.writeBytes(chunk, 0, read);
        read = in.read(chunk);
      }
      return out;
    } catch (InvalidBatchException e) {
      out.release();
      throw e;
    } catch (IOException | RuntimeException e) {
      out.release();
      throw new InvalidBatchException(
          InvalidBatchException.Fault.RECORDS, "the records are not valid " + compression, e);
    }
  }

  /** Appends the compressed form of a body to a buffer. */
  static void compress(Compression compression, ByteBuf body, ByteBuf out) {
    ByteBufferOutputStream target = new ByteBufferOutputStream(Math.max(512, body.readableBytes()));
    try (OutputStream compressor = kafka(compression).wrapForOutput(target, BatchFormat.MAGIC_V2);
        InputStream in = new ByteBufInputStream(body.duplicate())) {
      in.transferTo(compressor);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    ByteBuffer compressed = target.buffer();
    compressed.flip();
    out.writeBytes(compressed);
  }

  private static ByteBuffer contiguous(ByteBuf body) {
    return body.nioBufferCount() == 1 ? body.nioBuffer() : Unpooled.copiedBuffer(body).nioBuffer();
  }

  private static org.apache.kafka.common.compress.Compression kafka(Compression compression) {
    return org.apache.kafka.common.compress.Compression.of(CompressionType.forId(compression.id()))
        .build();
  }
}
