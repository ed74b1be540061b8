package io.weir.embedded.collection;

import io.weir.embedded.collection.Survey.Remnant;
import io.weir.embedded.index.Rows;
import io.weir.embedded.read.BatchReader;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.segment.AbortedRange;
import io.weir.embedded.segment.Coverage;
import io.weir.embedded.state.Partition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes over pieces of a partition as they are, but for what is trimmed or settled. */
record PieceExtraction(
    Partition partition,
    List<Remnant> pieces,
    Settlements settlements,
    Coverage coverage,
    long mostBytes)
    implements Extraction {

  /** The pieces' segments are held. */
  static PieceExtraction of(Partition partition, List<Remnant> pieces, Settlements settlements) {
    long start = partition.logStart();
    List<AbortedRange> aborted = new ArrayList<>();
    long bytes = 0;
    for (Remnant piece : pieces) {
      bytes += piece.bytes();
      for (AbortedRange range : piece.source().aborted(partition.number())) {
        if (range.marker() >= start) {
          aborted.add(range);
        }
      }
    }
    Coverage coverage =
        new Coverage(partition.number(), pieces.getFirst().from(), pieces.getLast().to(), aborted);
    return new PieceExtraction(partition, List.copyOf(pieces), settlements, coverage, bytes);
  }

  @Override
  public void writeTo(Sink sink) throws IOException {
    for (Remnant piece : pieces) {
      Rows rows = piece.source().rows(partition.number());
      List<AbortedRange> aborted = piece.source().aborted(partition.number());
      BatchReader reader = new BatchReader(rows);
      for (int row = 0; row < rows.count(); row++) {
        if (settlements.leaves(partition, rows, row, aborted)) {
          sink.batch(reader.batch(row));
        }
      }
    }
  }
}
