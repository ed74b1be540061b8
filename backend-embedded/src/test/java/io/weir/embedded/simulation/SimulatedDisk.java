package io.weir.embedded.simulation;

import io.weir.embedded.simulation.SimulatedFaults.Operation;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disk of a simulated machine, which outlives its processes. It knows what was written and what
 * is synced, of bytes and of names, and forgets at a power cut what a disk may forget. All it does
 * follows from a seed.
 */
public final class SimulatedDisk implements Storage {
  /** Of the thread that writes the log, or recovers it. */
  public final SimulatedFaults log;

  /** Of the thread that makes and finishes segments. */
  final SimulatedFaults segments;

  private final SplittableRandom random;
  private final Map<String, SimulatedFile> names = new TreeMap<>();
  private final Map<String, SimulatedFile> namesOnDisk = new TreeMap<>();
  private final List<Rename> unsyncedNames = new ArrayList<>();
  private final List<Integer> expectedToGo = new ArrayList<>();
  private int process;

  public SimulatedDisk(SplittableRandom random) {
    this.random = random;
    this.log = new SimulatedFaults(random.split());
    this.segments = new SimulatedFaults(random.split());
  }

  /** From nothing: a file is created. To nothing: it is deleted. */
  private record Rename(@Nullable String from, @Nullable String to, SimulatedFile file) {
    void in(Map<String, SimulatedFile> names) {
      if (from == null || names.remove(from, file)) {
        if (to != null) {
          names.put(to, file);
        }
      }
    }
  }

  /** The process ends; what it wrote stays. */
  public synchronized void endProcess() {
    process++;
    log.clear();
    segments.clear();
    expectedToGo.clear();
  }

  /** The machine ends; of what was not synced, anything may stay. */
  public synchronized void losePower() {
    endProcess();
    int most = unsyncedNames.size();
    List<Rename> kept =
        switch (random.nextInt(4)) {
          case 0 -> List.of();
          case 1 -> List.copyOf(unsyncedNames);
          case 2 -> unsyncedNames.subList(0, random.nextInt(most + 1));
          default -> unsyncedNames.stream().filter(any -> random.nextBoolean()).toList();
        };
    kept.forEach(each -> each.in(namesOnDisk));
    unsyncedNames.clear();
    names.clear();
    names.putAll(namesOnDisk);
    names.values().forEach(file -> file.losePower(random));
  }

  /** Comes back when the files of dropped segments are gone, which happens beside the log. */
  synchronized void awaitDeletions() throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!expectedToGo.isEmpty() && !log.isGone() && System.nanoTime() < deadline) {
      wait(100);
    }
    if (!expectedToGo.isEmpty() && !log.isGone()) {
      throw new AssertionError("segments were dropped and are still there: " + expectedToGo);
    }
  }

  /**
   * Flips a bit of some bytes wherever they lie, for what was collected may lie in its old place,
   * too; false if they do not.
   */
  synchronized boolean flip(byte[] bytes) {
    int place = random.nextInt(bytes.length);
    int bit = random.nextInt(8);
    boolean found = false;
    for (SimulatedFile file : names.values()) {
      int at = file.find(bytes);
      if (at >= 0) {
        file.flip(at + place, bit);
        found = true;
      }
    }
    return found;
  }

  /** Puts all files into a directory as the system shows them. */
  synchronized void writeTo(Path directory) throws IOException {
    for (var each : names.entrySet()) {
      Files.write(directory.resolve(each.getKey()), each.getValue().contents());
    }
  }

  /** Flips a bit anywhere in a segment; returns its name and the place. */
  synchronized String flipAnywhere() {
    List<String> all = names.keySet().stream().filter(name -> name.endsWith(".log")).toList();
    String name = all.get(random.nextInt(all.size()));
    int size = names.get(name).size();
    int at = size == 0 ? 0 : random.nextInt(size);
    if (size > 0) {
      names.get(name).flip(at, random.nextInt(8));
    }
    return name + " at " + at;
  }

  private SimulatedFaults faults() {
    return Thread.currentThread().getName().startsWith("weir-log-segments") ? segments : log;
  }

  private synchronized void rename(@Nullable String from, @Nullable String to, SimulatedFile file) {
    Rename change = new Rename(from, to, file);
    change.in(names);
    unsyncedNames.add(change);
  }

  @Override
  public synchronized void syncNames() {
    unsyncedNames.forEach(each -> each.in(namesOnDisk));
    unsyncedNames.clear();
  }

  private static String name(int number, String kind) {
    return String.format(Locale.ROOT, "%010d.%s", number, kind);
  }

  private synchronized List<Integer> numbers(String kind) {
    return names.keySet().stream()
        .filter(name -> name.endsWith("." + kind))
        .map(name -> Integer.parseInt(name.substring(0, 10)))
        .toList();
  }

  private synchronized @Nullable SimulatedFile file(String name) {
    return names.get(name);
  }

  @Override
  public List<Integer> segments() {
    return numbers("log");
  }

  @Override
  public Extent create(int number, int capacity) throws IOException {
    faults().check(Operation.CREATE);
    String name = name(number, "spare");
    SimulatedFile before = file(name);
    if (before != null) {
      rename(name, null, before);
    }
    SimulatedFile file = new SimulatedFile(capacity);
    rename(null, name, file);
    try {
      faults().check(Operation.CREATE);
    } catch (SimulatedFaults.Gone e) {
      throw e;
    } catch (IOException e) {
      rename(name, null, file);
      throw e;
    }
    syncNames();
    return new SimulatedExtent(file, number, "spare");
  }

  @Override
  public Extent open(int number) {
    return new SimulatedExtent(file(name(number, "log")), number, "log");
  }

  @Override
  public List<Integer> spares() {
    return numbers("spare");
  }

  @Override
  public Extent openSpare(int number) {
    return new SimulatedExtent(file(name(number, "spare")), number, "spare");
  }

  @Override
  public void writeIndex(int number, ByteBuffer index) throws IOException {
    faults().check(Operation.INDEX);
    String name = name(number, "index");
    SimulatedFile file = new SimulatedFile(index.remaining());
    SimulatedFile before = file(name);
    if (before != null) {
      rename(name, null, before);
    }
    rename(null, name, file);
    file.write(index, 0, index.remaining());
  }

  @Override
  public @Nullable ByteBuffer readIndex(int number) {
    SimulatedFile file = file(name(number, "index"));
    return file == null ? null : file.mapped();
  }

  @Override
  public synchronized void deleteIndex(int number) {
    SimulatedFile file = file(name(number, "index"));
    if (file != null) {
      rename(name(number, "index"), null, file);
    }
    if (names.containsKey(name(number, "log")) || names.containsKey(name(number, "spare"))) {
      expectedToGo.add(number);
    }
  }

  @Override
  public List<Integer> bases() {
    return Stream.concat(numbers("state1").stream(), numbers("state2").stream())
        .distinct()
        .toList();
  }

  @Override
  public void writeBase(int number, int copy, ByteBuffer base) throws IOException {
    faults().check(Operation.INDEX);
    String name = name(number, "state" + (copy + 1));
    SimulatedFile before = file(name);
    if (before != null) {
      rename(name, null, before);
    }
    SimulatedFile file = new SimulatedFile(base.remaining());
    file.write(base, 0, base.remaining());
    file.sync();
    rename(null, name, file);
    syncNames();
  }

  @Override
  public @Nullable ByteBuffer readBase(int number, int copy) {
    SimulatedFile file = file(name(number, "state" + (copy + 1)));
    return file == null ? null : file.mapped();
  }

  @Override
  public void deleteBase(int number) {
    for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
      SimulatedFile file = file(name(number, "state" + (copy + 1)));
      if (file != null) {
        rename(name(number, "state" + (copy + 1)), null, file);
      }
    }
  }

  @Override
  public synchronized String setAside(int number) {
    String aside = name(number, "log.damaged");
    for (int next = 2; names.containsKey(aside); next++) {
      aside = name(number, "log.damaged." + next);
    }
    rename(name(number, "log"), aside, file(name(number, "log")));
    expectedToGo.remove(Integer.valueOf(number));
    return aside;
  }

  @Override
  public String name(int number) {
    return name(number, "log");
  }

  private final class SimulatedExtent implements Extent {
    private final SimulatedFile file;
    private final int number;
    private final ByteBuffer bytes;
    private final int owner = process;
    private String kind;

    SimulatedExtent(SimulatedFile file, int number, String kind) {
      this.file = file;
      this.number = number;
      this.kind = kind;
      this.bytes = file.mapped();
    }

    @Override
    public ByteBuffer bytes() {
      return bytes;
    }

    @Override
    public void begin() throws IOException {
      faults().check(Operation.RENAME);
      if (file(name(number, "log")) != null) {
        throw new IOException(name(number, "log") + " is there already");
      }
      rename(name(number, kind), name(number, "log"), file);
      kind = "log";
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
      SimulatedFaults faults = faults();
      try {
        faults.check(Operation.WRITE);
      } catch (IOException e) {
        if (!(e instanceof SimulatedFaults.Gone gone) || gone.during) {
          file.write(source, (int) position, faults.random.nextInt(source.remaining() + 1));
        }
        throw e;
      }
      file.write(source, (int) position, source.remaining());
    }

    @Override
    public void force() throws IOException {
      SimulatedFaults faults = faults();
      try {
        faults.check(Operation.FORCE);
      } catch (SimulatedFaults.Gone e) {
        throw e;
      } catch (IOException e) {
        file.syncBadly(faults.random);
        throw e;
      }
      file.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
      faults().check(Operation.TRUNCATE);
      file.truncate((int) size);
    }

    @Override
    public void seal(long size) throws IOException {
      truncate(size);
    }

    @Override
    public void extend(long capacity) throws IOException {
      faults().check(Operation.TRUNCATE);
      file.extend((int) capacity);
    }

    @Override
    public void reserve() {}

    @Override
    public void close() {}

    @Override
    public void delete() throws IOException {
      synchronized (SimulatedDisk.this) {
        if (owner == process && !faults().isGone()) {
          if (file(name(number, kind)) == file) {
            rename(name(number, kind), null, file);
          }
          expectedToGo.remove(Integer.valueOf(number));
          SimulatedDisk.this.notifyAll();
        }
      }
    }
  }
}
