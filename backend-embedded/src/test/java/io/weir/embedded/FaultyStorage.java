package io.weir.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Storage that fails, fills up and stalls as a test likes. */
final class FaultyStorage implements Storage {
  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger forces = new AtomicInteger();
  final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
  volatile boolean noNewSegments;
  volatile boolean noDescriptors;
  volatile boolean full;
  volatile boolean failingForce;
  volatile boolean failingIndexes;
  volatile boolean failingSeals;
  volatile boolean failingBases;
  final AtomicInteger basesWritten = new AtomicInteger();
  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile CountDownLatch baseGate = new CountDownLatch(0);
  volatile CountDownLatch sealGate = new CountDownLatch(0);
  final AtomicInteger made = new AtomicInteger();
  volatile IntConsumer whenOpened = number -> {};

  private final Storage real;

  FaultyStorage(Storage real) {
    this.real = real;
  }

  @Override
  public List<Integer> segments() throws IOException {
    return real.segments();
  }

  @Override
  public Extent create(int number, int capacity) throws IOException {
    if (noNewSegments) {
      throw new NoSpaceException("no space left on the test's disk");
    }
    if (noDescriptors) {
      throw new ExhaustedException("Too many open files");
    }
    Extent extent = new FaultyExtent(real.create(number, capacity));
    made.incrementAndGet();
    return extent;
  }

  @Override
  public List<Integer> spares() throws IOException {
    return real.spares();
  }

  @Override
  public Extent openSpare(int number) throws IOException {
    return new FaultyExtent(real.openSpare(number));
  }

  @Override
  public Extent open(int number) throws IOException {
    Extent extent = new FaultyExtent(real.open(number));
    whenOpened.accept(number);
    return extent;
  }

  @Override
  public void writeIndex(int number, ByteBuffer index) throws IOException {
    pass(sealGate);
    if (failingSeals) {
      throw new IOException("the test's disk does not answer");
    }
    real.writeIndex(number, index);
  }

  @Override
  public ByteBuffer readIndex(int number) throws IOException {
    if (failingIndexes) {
      throw new UncheckedIOException(new IOException("the test's disk does not answer"));
    }
    return real.readIndex(number);
  }

  @Override
  public void deleteIndex(int number) throws IOException {
    real.deleteIndex(number);
  }

  @Override
  public List<Integer> bases() throws IOException {
    return real.bases();
  }

  @Override
  public void writeBase(int number, int copy, ByteBuffer base) throws IOException {
    pass(baseGate);
    if (failingBases) {
      throw new IOException("the test's disk does not answer");
    }
    basesWritten.incrementAndGet();
    real.writeBase(number, copy, base);
  }

  @Override
  public ByteBuffer readBase(int number, int copy) throws IOException {
    return real.readBase(number, copy);
  }

  @Override
  public void deleteBase(int number) throws IOException {
    real.deleteBase(number);
  }

  @Override
  public String setAside(int number) throws IOException {
    return real.setAside(number);
  }

  @Override
  public String name(int number) {
    return real.name(number);
  }

  private static void pass(CountDownLatch gate) throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private final class FaultyExtent implements Extent {
    private final Extent extent;

    FaultyExtent(Extent extent) {
      this.extent = extent;
    }

    @Override
    public ByteBuffer bytes() {
      return extent.bytes();
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      writes.incrementAndGet();
      pass(gate);
      if (writesLeft.decrementAndGet() < 0) {
        throw new IOException("the test's disk does not answer");
      }
      if (full) {
        int half = source.remaining() / 2;
        extent.write(source.slice(source.position(), half), position);
        throw new NoSpaceException("no space left on the test's disk");
      }
      extent.write(source, position);
    }

    @Override
    public void force() throws IOException {
      forces.incrementAndGet();
      if (failingForce) {
        throw new IOException("the test's disk does not answer");
      }
      extent.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      extent.truncate(size);
    }

    @Override
    public void seal(long size) throws IOException {
      pass(sealGate);
      if (failingSeals) {
        throw new IOException("the test's disk does not answer");
      }
      extent.seal(size);
    }

    @Override
    public void extend(long capacity) throws IOException {
      extent.extend(capacity);
    }

    @Override
    public void reserve() throws IOException {
      extent.reserve();
    }

    @Override
    public void begin() throws IOException {
      extent.begin();
    }

    @Override
    public void close() throws IOException {
      extent.close();
    }

    @Override
    public void delete() throws IOException {
      extent.delete();
    }
  }
}
