package io.weir.bench;

import io.weir.bench.load.Batching;
import io.weir.bench.server.BenchException;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What the load of {@code bench kafka} looks like; the same in all turns of a run. */
final class Shape {
  /** What a broker takes by default, less what a record and its batch have beside the value. */
  private static final int LARGEST = 1_000_000;

  private static final int MOST_TOPICS = 1_000;
  private static final int MOST_PARTITIONS = 10_000;
  private static final int MOST_PUBLISHERS = 1_000;

  @Option(
      names = "--rate",
      defaultValue = "2000",
      description = "Records a second of the fixed rate (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--partitions",
      defaultValue = "6",
      description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--topics",
      defaultValue = "1",
      description = "Topics that each phase is spread over (default: ${DEFAULT-VALUE}).")
  private int topics;

  @Option(
      names = "--record-size",
      paramLabel = "BYTES",
      defaultValue = "1024",
      description = "The value of each record (default: ${DEFAULT-VALUE}).")
  private int recordBytes;

  @Option(
      names = "--batch-size",
      paramLabel = "BYTES",
      defaultValue = "0",
      description =
          "The producer's batch.size at full speed, which then waits up to 100 ms for full batches"
              + " (default: the producer's own).")
  private int batchBytes;

  @Option(
      names = "--publishers",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "One more phase: so many producers that each wait for every acknowledgement (default:"
              + " none).")
  private int publishers;

  @Option(
      names = "--behind",
      description =
          "One more phase: the fixed rate once more, while a consumer reads all that was written at"
              + " full speed, first from the disk.")
  private boolean behind;

  /**
   * Refuses what cannot be measured.
   *
   * @throws BenchException with a sentence for who asked
   */
  void check() {
    Options.require("--rate", rate, 1, LARGEST);
    Options.require("--partitions", partitions, 1, MOST_PARTITIONS);
    Options.require("--topics", topics, 1, MOST_TOPICS);
    Options.require("--record-size", recordBytes, 1, LARGEST);
    Options.require("--batch-size", batchBytes, 0, LARGEST);
    Options.require("--publishers", publishers, 0, MOST_PUBLISHERS);
    if ((long) topics * partitions > MOST_PARTITIONS) {
      throw new BenchException(
          String.format(
              Locale.ROOT,
              "--topics times --partitions is at most %,d, not %,d",
              MOST_PARTITIONS,
              (long) topics * partitions));
    }
  }

  int rate() {
    return rate;
  }

  int partitions() {
    return partitions;
  }

  int topics() {
    return topics;
  }

  int recordBytes() {
    return recordBytes;
  }

  Batching batching() {
    return new Batching(batchBytes);
  }

  int publishers() {
    return publishers;
  }

  boolean behind() {
    return behind;
  }

  /** A record's size, for titles. */
  String recordInWords() {
    return recordBytes == 1024 ? "1 KiB" : String.format(Locale.ROOT, "%,d bytes", recordBytes);
  }

  /** All that differs from a plain run is named. */
  String inWords() {
    var words =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "records of %s, acks=all, %d partitions; fixed rate: %,d records/s, linger.ms=0",
                recordInWords(),
                partitions,
                rate));
    if (topics > 1) {
      words.append(String.format(Locale.ROOT, "; spread over %,d topics", topics));
    }
    if (batchBytes > 0) {
      words.append("; batch.size=%d, linger.ms=100 at full speed".formatted(batchBytes));
    }
    if (publishers > 0) {
      words.append(
          String.format(
              Locale.ROOT, "; %,d publishers that wait for each acknowledgement", publishers));
    }
    if (behind) {
      words.append("; a consumer far behind");
    }
    return words.toString();
  }
}
