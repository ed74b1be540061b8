package io.weir.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a producer at full speed fills its batches.
 *
 * @param bytes of a batch; 0 for the producer's defaults
 */
public record Batching(int bytes) {
  /** What a batch and a request have beside the records. */
  private static final int OVERHEAD = 4_096;

  /** The producer's settings for it. */
  Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    if (bytes > 0) {
      settings.put("batch.size", Integer.toString(bytes));
      settings.put("linger.ms", "100");
      settings.put("max.request.size", Integer.toString(Math.max(1 << 20, bytes + OVERHEAD)));
    }
    return settings;
  }
}
