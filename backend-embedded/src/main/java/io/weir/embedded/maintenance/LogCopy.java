package io.weir.embedded.maintenance;

import io.weir.backend.BackendException.Unavailable;
import io.weir.backend.Maintenance.Report;
import io.weir.embedded.index.IndexBuilder;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.segment.SegmentScanner;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.DataDirectory;
import io.weir.embedded.storage.FileCopy;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Layout;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Copies the segments of a log, and their indexes, while it may be written. Nobody is asked: the
 * files alone say what there is.
 *
 * <ul>
 *   <li>All segments are opened before any is copied, so that none goes meanwhile. One that goes
 *       before it is opened was not needed any more, and the log said so before it went: the last
 *       segment, which is read after that, says it here, too. Perhaps a collected segment took its
 *       place: so all are listed again, until all of a list could be opened.
 *   <li>So it is with states that are kept beside the log: they are opened first, and again if that
 *       has changed by the time all segments are open, for they need the segments after them.
 *   <li>Only the last of the log's own can still be written. What its newest commit has before it
 *       does not change any more, so it is read twice: to find that commit, and to take all up to
 *       its end.
 * </ul>
 */
final class LogCopy implements AutoCloseable {
  private final FileStorage source;
  private final Path directory;
  private final Path target;
  private final boolean written;
  private final FileStorage copies;
  private final Report report;
  private final NavigableMap<Integer, FileChannel> segments = new TreeMap<>();
  private final Map<Path, FileChannel> bases = new HashMap<>();
  private long total;
  private long done;

  private LogCopy(Path directory, boolean written, Path target, Report report) {
    this.directory = directory;
    this.written = written;
    this.source = new FileStorage(directory);
    this.target = target;
    this.copies = new FileStorage(target);
    this.report = report;
  }

  /**
   * Opens what is to be copied; nothing of it goes until this is closed.
   *
   * @param written whether a process writes the log; if not, what only a lost name hides is copied,
   *     too
   * @param target an empty directory
   */
  static LogCopy of(Path directory, boolean written, Path target, Report report)
      throws IOException {
    LogCopy copy = new LogCopy(directory, written, target, report);
    try {
      copy.open();
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private void open() throws IOException {
    List<Integer> kept;
    do {
      kept = source.bases();
      openBases(kept);
      openSegments();
    } while (!kept.equals(source.bases()));
    if (!written) {
      LogView view = LogView.of(directory, null);
      for (LogView.Part part : view.all()) {
        if (part.spare()) {
          open(part.number(), Path.of(source.spareName(part.number())));
        }
      }
    }
    if (segments.lowerKey(Layout.FIRST_COLLECTED) == null) {
      throw new Unavailable("there is no log in " + directory);
    }
    for (FileChannel segment : segments.values()) {
      total += segment.size();
    }
  }

  private void openBases(List<Integer> numbers) throws IOException {
    closeBases();
    for (int number : numbers) {
      for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
        Path file = source.base(number, copy);
        try {
          bases.put(copies.base(number, copy), FileChannel.open(file, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
          // Deleted a moment ago, or not written yet.
        }
      }
    }
  }

  private void closeBases() throws IOException {
    for (FileChannel base : bases.values()) {
      base.close();
    }
    bases.clear();
  }

  private void openSegments() throws IOException {
    boolean found = true;
    while (found) { // until none has begun, or gone, while others were opened
      found = false;
      for (int number : source.segments()) {
        if (!segments.containsKey(number)) {
          found = true;
          open(number, Path.of(source.name(number)));
        }
      }
    }
  }

  private void open(int number, Path file) throws IOException {
    try {
      segments.put(number, FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      // Dropped a moment ago.
    }
  }

  /** Copies all of it, durably; returns what that was, for a sentence. */
  String run() throws IOException {
    int last = written ? copyLast() : Integer.MAX_VALUE;
    for (int number : segments.keySet()) {
      if (number != last) {
        copyWhole(number);
        copyIndex(number);
      }
    }
    for (var base : bases.entrySet()) {
      try (FileCopy file = new FileCopy(base.getValue(), base.getKey())) {
        file.copy(Long.MAX_VALUE, bytes -> {});
        file.force();
      }
    }
    completeIndexes();
    DataDirectory.sync(target);
    return "segments %d, bytes %d".formatted(segments.size(), done);
  }

  /** Copies the segment that is being written; returns its number. */
  private int copyLast() throws IOException {
    int last = segments.lowerKey(Layout.FIRST_COLLECTED);
    copyWritten(last);
    if (segments.firstKey() < last && end(last, SegmentScanner::endOfLast) == Layout.FIRST_COMMIT) {
      // It has its name and nothing else yet, and may lose that: then the one before is written on.
      Files.delete(Path.of(copies.name(last)));
      segment(last).close();
      segments.remove(last);
      last = segments.lowerKey(last);
      copyWritten(last);
    }
    return last;
  }

  private void copyWhole(int number) throws IOException {
    try (FileCopy file = copy(number)) {
      file.copy(Long.MAX_VALUE, this::progress);
      file.force();
    }
  }

  private void copyWritten(int number) throws IOException {
    try (FileCopy file = copy(number)) {
      long size = file.copy(Long.MAX_VALUE, this::progress);
      int newest = end(number, SegmentScanner::newestEnd);
      file.copy(newest, bytes -> {});
      file.truncate(newest);
      file.truncate(end(number, SegmentScanner::endOfLast));
      file.stretch(size);
      file.force();
    }
  }

  private FileCopy copy(int number) throws IOException {
    return new FileCopy(segment(number), Path.of(copies.name(number)));
  }

  private FileChannel segment(int number) {
    FileChannel segment = segments.get(number);
    if (segment == null) {
      throw new IllegalArgumentException("segment " + number + " was not opened");
    }
    return segment;
  }

  private void progress(long bytes) {
    done += bytes;
    report.progress(done, Math.max(done, total));
  }

  /** A place in what was copied of a segment; one that cannot be read is kept whole. */
  private int end(int number, ToIntFunction<Segment> place) throws IOException {
    Storage.Extent extent = copies.open(number);
    try {
      Segment segment = LogView.segment(number, copies, extent);
      return segment == null ? extent.bytes().limit() : place.applyAsInt(segment);
    } finally {
      extent.close();
    }
  }

  private void copyIndex(int number) throws IOException {
    try {
      Files.copy(Path.of(source.indexName(number)), Path.of(copies.indexName(number)));
    } catch (NoSuchFileException e) {
      // Not made yet, or dropped with its segment.
    }
  }

  /** Makes the indexes that were missing or damaged, so that the copy starts without that work. */
  private void completeIndexes() throws IOException {
    LogView view = LogView.of(target, null);
    LogState state = null;
    for (LogView.Part part : view.all()) {
      Segment segment = view.isLast(part) ? null : view.open(part);
      if (segment != null) {
        try {
          ByteBuffer kept = copies.readIndex(part.number());
          if (kept == null || SegmentIndex.read(kept, segment.salt()) == null) {
            state = state == null ? view.state() : state;
            IndexBuilder.remake(segment, view.proven(part), state::isKeyed, copies);
          }
        } finally {
          segment.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    closeBases();
    for (FileChannel segment : segments.values()) {
      segment.close();
    }
  }
}
