package io.weir.embedded.maintenance;

import io.weir.embedded.checkpoint.BaseFile;
import io.weir.embedded.recovery.LogView;
import io.weir.embedded.segment.Segment;
import io.weir.embedded.state.LogState;
import io.weir.embedded.storage.FileStorage;
import io.weir.embedded.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes the copies of the whole state beside a log again that are damaged or missing: from the
 * other copy, or from the whole state before it and the deltas since. They are where the log's
 * producers are found, among all else that a start has to know.
 */
final class StateRebuild {
  private final LogView log;
  private final FileStorage storage;

  /**
   * @param log of which nobody else writes anything
   */
  StateRebuild(LogView log) {
    this.log = log;
    this.storage = log.storage();
  }

  /** What cannot be made again is left as it is. */
  void run() throws IOException {
    for (int number : storage.bases()) {
      LogView.Part part = log.part(number);
      Segment segment = part == null ? null : log.open(part);
      if (segment != null) {
        try {
          complete(segment);
        } finally {
          segment.close();
        }
      }
    }
  }

  private void complete(Segment segment) throws IOException {
    ByteBuffer whole = null;
    boolean complete = true;
    for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
      if (BaseFile.isWhole(storage, segment, copy)) {
        whole = storage.readBase(segment.number(), copy);
      } else {
        complete = false;
      }
    }
    if (complete) {
      return;
    }
    if (whole == null) {
      LogState state = log.stateAtHead(segment.number());
      if (state != null) {
        BaseFile.write(storage, segment, state);
      }
      return;
    }
    for (int copy = 0; copy < Storage.BASE_COPIES; copy++) {
      if (!BaseFile.isWhole(storage, segment, copy)) {
        storage.writeBase(segment.number(), copy, whole.duplicate());
      }
    }
  }
}
