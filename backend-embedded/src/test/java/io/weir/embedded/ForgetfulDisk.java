package io.weir.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Storage that knows what of it is on the disk: what was written and synced. A sync that fails
 * forgets what it should have brought there, and the next one does not make up for it.
 */
final class ForgetfulDisk implements Storage {
  private final Storage real;
  private final Map<Integer, Contents> contents;
  private volatile boolean failing;

  /**
   * @param contents by number of segment; outlives this storage, as a disk outlives a process
   */
  ForgetfulDisk(Storage real, Map<Integer, Contents> contents) {
    this.real = real;
    this.contents = contents;
  }

  void failNextForce() {
    failing = true;
  }

  /** The power fails: the files are what is on the disk. */
  static void leaveOnly(Map<Integer, Contents> contents, Path directory) throws IOException {
    for (var each : contents.entrySet()) {
      String name = String.format(Locale.ROOT, "%010d.log", each.getKey());
      Files.write(directory.resolve(name), each.getValue().onDisk);
    }
  }

  /** What a segment has on the disk, and what was written and not synced. */
  static final class Contents {
    private byte[] onDisk;
    private final List<Runnable> unsynced = new ArrayList<>();

    private Contents(int capacity) {
      onDisk = new byte[capacity];
    }

    private synchronized void write(ByteBuffer source, int position) {
      byte[] bytes = new byte[source.remaining()];
      source.duplicate().get(bytes);
      unsynced.add(() -> System.arraycopy(bytes, 0, onDisk, position, bytes.length));
    }

    private synchronized void sync() {
      unsynced.forEach(Runnable::run);
      unsynced.clear();
    }

    private synchronized void forget() {
      unsynced.clear();
    }

    private synchronized void truncate(int size) {
      sync();
      Arrays.fill(onDisk, size, onDisk.length, (byte) 0);
    }
  }

  @Override
  public List<Integer> segments() throws IOException {
    return real.segments();
  }

  @Override
  public Extent create(int number, int capacity) throws IOException {
    contents.put(number, new Contents(capacity));
    return new Watched(real.create(number, capacity), contents.get(number));
  }

  @Override
  public Extent open(int number) throws IOException {
    return new Watched(real.open(number), contents.get(number));
  }

  @Override
  public List<Integer> spares() throws IOException {
    return real.spares();
  }

  @Override
  public Extent openSpare(int number) throws IOException {
    return new Watched(real.openSpare(number), contents.get(number));
  }

  @Override
  public void writeIndex(int number, ByteBuffer index) throws IOException {
    real.writeIndex(number, index);
  }

  @Override
  public ByteBuffer readIndex(int number) throws IOException {
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

  private final class Watched implements Extent {
    private final Extent extent;
    private final Contents contents;

    Watched(Extent extent, Contents contents) {
      this.extent = extent;
      this.contents = contents;
    }

    @Override
    public ByteBuffer bytes() {
      return extent.bytes();
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      contents.write(source, (int) position);
      extent.write(source, position);
    }

    @Override
    public void force() throws IOException {
      if (failing) {
        failing = false;
        contents.forget();
        throw new IOException("the test's disk lost what it was given");
      }
      extent.force();
      contents.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      extent.truncate(size);
      contents.truncate((int) size);
    }

    @Override
    public void seal(long size) throws IOException {
      extent.seal(size);
      contents.truncate((int) size);
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
