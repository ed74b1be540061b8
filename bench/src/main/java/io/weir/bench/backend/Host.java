package io.weir.bench.backend;

import io.vertx.core.Future;
import io.weir.backend.Backend;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.TopicPartition;
import io.weir.bench.backend.Order.Reading;
import io.weir.bench.backend.Outcome.Done;
import io.weir.bench.backend.Outcome.HeapInUse;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Carries out orders against a backend, one after another, on one thread. */
final class Host {
  private static final int FILLERS = 256;

  private final Backend backend;
  private final Lanes lanes;
  private final TopicSets sets;

  /** On an open backend; topics that it has already are found. */
  Host(Backend backend, Lanes lanes) throws InterruptedException, ExecutionException {
    this.backend = backend;
    this.lanes = lanes;
    this.sets = new TopicSets(backend, lanes);
    get(sets.find());
  }

  /**
   * Carries out an order.
   *
   * @throws ExecutionException with what the backend said if a call failed
   */
  Outcome carryOut(Order order) throws InterruptedException, ExecutionException {
    return switch (order) {
      case Order.Create create -> done(() -> sets.create(create));
      case Order.Delete delete -> done(() -> sets.delete(delete));
      case Order.Fill(String set, int batchBytes) -> fill(set, Batch.of(batchBytes));
      case Order.Write write -> write(write);
      case Order.Pace pace -> pace(pace);
      case Order.Pick pick -> pick(pick);
      case Order.Scan(String set, int batchBytes) -> scan(set, Batch.of(batchBytes));
      case Order.Heap() -> heap();
    };
  }

  private Outcome fill(String set, Batch batch) throws InterruptedException, ExecutionException {
    List<TopicPartition> all = sets.partitions(set);
    int fillers = Math.min(FILLERS, all.size());
    return done(
        () ->
            ClosedLoop.run(
                lanes,
                fillers,
                Bounds.ofOperations(all.size()),
                number -> append(all.get((int) number), batch)));
  }

  private Outcome write(Order.Write order) throws InterruptedException, ExecutionException {
    var batch = Batch.of(order.batchBytes());
    var targets = new Spread(sets.partitions(order.set()));
    var bounds = new Bounds(order.mostSeconds(), Long.MAX_VALUE, order.mostBytes());
    if (!order.countSyncs()) {
      return done(() -> write(order, batch, targets, bounds));
    }
    try (var syncs = new SyncCount()) {
      Done done = done(() -> write(order, batch, targets, bounds));
      return new Done(done.usage(), done.written(), Work.NONE, 0, syncs.count());
    }
  }

  private Future<Work> write(Order.Write order, Batch batch, Spread targets, Bounds bounds) {
    return ClosedLoop.run(
        lanes, order.publishers(), bounds, number -> append(targets.at(number), batch));
  }

  private Future<Long> append(TopicPartition target, Batch batch) {
    return backend.log().append(target, batch.again()).map(result -> batch.size());
  }

  private Outcome pick(Order.Pick order) throws InterruptedException, ExecutionException {
    var batch = Batch.of(order.batchBytes());
    var targets = new Spread(sets.partitions(order.set()));
    long[] batches = batchesIn(targets, batch);
    var bounds = new Bounds(order.mostSeconds(), Long.MAX_VALUE, order.mostBytes());
    var meter = new Meter(lanes);
    Work work =
        get(
            ClosedLoop.run(
                lanes,
                order.readers(),
                bounds,
                number -> {
                  int index = targets.index(number);
                  long offset = number / targets.size() % batches[index] * batch.messages();
                  return readOne(targets.at(number), offset);
                }));
    Usage usage = meter.usage();
    return new Done(usage, Work.NONE, work, usage.seconds(), 0);
  }

  private Future<Long> readOne(TopicPartition partition, long offset) {
    return backend
        .log()
        .read(new Read(partition, offset, 1, Isolation.COMMITTED))
        .map(
            result -> {
              long bytes = result.batches().readableBytes();
              result.batches().release();
              return bytes;
            });
  }

  private long[] batchesIn(Spread targets, Batch batch)
      throws InterruptedException, ExecutionException {
    var batches = new long[targets.size()];
    for (int i = 0; i < batches.length; i++) {
      Offsets offsets = get(backend.log().offsets(targets.at(i)));
      batches[targets.index(i)] = Math.max(1, offsets.highWatermark() / batch.messages());
    }
    return batches;
  }

  private Outcome scan(String set, Batch batch) throws InterruptedException, ExecutionException {
    var meter = new Meter(lanes);
    Work work = get(scan(new Scanner(backend, sets.partitions(set), batch)));
    Usage usage = meter.usage();
    return new Done(usage, Work.NONE, work, usage.seconds(), 0);
  }

  private Future<Work> scan(Scanner scanner) {
    return ClosedLoop.run(lanes, 1, Bounds.ofOperations(Long.MAX_VALUE), number -> scanner.next());
  }

  private Outcome pace(Order.Pace order) throws InterruptedException, ExecutionException {
    var batch = Batch.of(order.batchBytes());
    List<TopicPartition> all = sets.partitions(order.set());
    var writer = new PacedWriter(backend.log(), new Spread(all), batch);
    long end = System.nanoTime() + (long) (order.seconds() * 1e9);
    BooleanSupplier inTime = () -> System.nanoTime() - end >= 0;
    PacedWriter.Beginning nobody = (number, nanos) -> {};
    var meter = new Meter(lanes);
    return switch (order.beside()) {
      case Reading.Nothing() -> {
        Work written = writer.run(order.rate(), inTime, nobody);
        yield new Done(meter.usage(), written, Work.NONE, 0, 0);
      }
      case Reading.Tail() -> {
        long first = get(backend.log().offsets(all.getFirst())).highWatermark();
        var follower = new Follower(backend, lanes.of(0), all.getFirst(), batch, first);
        follower.start();
        Work written = writer.run(order.rate(), inTime, follower::begins);
        Work read = get(follower.endAfter(written.operations()));
        Usage usage = meter.usage();
        yield new Done(usage, written, read, usage.seconds(), 0);
      }
      case Reading.Behind(String set, int bytes) -> {
        var micros = new AtomicLong();
        Future<Work> behind =
            scan(new Scanner(backend, sets.partitions(set), Batch.of(bytes)))
                .map(
                    read -> {
                      micros.set((long) (meter.usage().seconds() * 1e6));
                      return read;
                    });
        Work written = writer.run(order.rate(), behind::isComplete, nobody);
        yield new Done(meter.usage(), written, get(behind), micros.get() / 1e6, 0);
      }
    };
  }

  private Done done(Supplier<Future<Work>> work) throws InterruptedException, ExecutionException {
    var meter = new Meter(lanes);
    Work written = get(work.get());
    return new Done(meter.usage(), written, Work.NONE, 0, 0);
  }

  private static Outcome heap() {
    System.gc();
    return new HeapInUse(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  static <T> T get(Future<T> future) throws InterruptedException, ExecutionException {
    var result = new CompletableFuture<T>();
    future.onComplete(
        answer -> {
          if (answer.succeeded()) {
            result.complete(answer.result());
          } else {
            result.completeExceptionally(answer.cause());
          }
        });
    return result.get();
  }
}
