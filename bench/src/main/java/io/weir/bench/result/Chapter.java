package io.weir.bench.result;

import java.util.List;

/** A part of a report. */
public interface Chapter {
  /** What was run. */
  String title();

  /** The figures. */
  Table table();

  /** What they say, a sentence each; none where they speak for themselves. */
  List<String> verdict();
}
