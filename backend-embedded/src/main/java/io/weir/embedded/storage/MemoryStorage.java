package io.weir.embedded.storage;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Segments in bounded memory; nothing outlives the process. */
public final class MemoryStorage implements Storage {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param limit the most bytes that all segments take together
   */
  public MemoryStorage(long limit) {
    this.limit = limit;
  }

  @Override
  public List<Integer> segments() {
    return List.of();
  }

  @Override
  public Extent create(int number, int capacity) throws NoSpaceException {
    if (used.addAndGet(capacity) > limit) {
      used.addAndGet(-capacity);
      throw new NoSpaceException("all " + limit + " bytes of memoryBytes are in use");
    }
    try {
      return new MemoryExtent(capacity);
    } catch (OutOfMemoryError e) {
      used.addAndGet(-capacity);
      throw new NoSpaceException("the process has no memory left for the log: " + e.getMessage());
    }
  }

  @Override
  public Extent open(int number) {
    throw new IllegalStateException("memory has no past");
  }

  @Override
  public List<Integer> spares() {
    return List.of();
  }

  @Override
  public Extent openSpare(int number) {
    throw new IllegalStateException("memory has no past");
  }

  @Override
  public void writeIndex(int number, ByteBuffer index) {}

  @Override
  public @Nullable ByteBuffer readIndex(int number) {
    return null;
  }

  @Override
  public void deleteIndex(int number) {}

  @Override
  public List<Integer> bases() {
    return List.of();
  }

  @Override
  public void writeBase(int number, int copy, ByteBuffer base) {}

  @Override
  public @Nullable ByteBuffer readBase(int number, int copy) {
    return null;
  }

  @Override
  public void deleteBase(int number) {}

  @Override
  public String setAside(int number) {
    throw new IllegalStateException("memory has no past");
  }

  @Override
  public long usableBytes() {
    return limit - used.get();
  }

  @Override
  public String name(int number) {
    return "memory segment " + number;
  }

  private final class MemoryExtent implements Extent {
    private final Arena arena = Arena.ofShared();
    private final ByteBuffer bytes;

    MemoryExtent(int capacity) {
      bytes = arena.allocate(capacity, Layout.SECTOR).asByteBuffer();
    }

    @Override
    public ByteBuffer bytes() {
      return bytes;
    }

    @Override
    public void begin() {}

    @Override
    public void write(ByteBuffer source, long position) {
      int length = source.remaining();
      bytes.put((int) position, source, source.position(), length);
      source.position(source.limit());
    }

    @Override
    public void force() {}

    @Override
    public void truncate(long size) {}

    @Override
    public void seal(long size) {}

    @Override
    public void extend(long capacity) {}

    @Override
    public void reserve() {}

    @Override
    public void close() {
      int capacity = bytes.capacity();
      arena.close();
      used.addAndGet(-capacity);
    }

    @Override
    public void delete() {}
  }
}
