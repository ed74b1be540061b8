package io.weir.core.queue;

/** Where a reader of a stream begins. */
public sealed interface StreamStart {
  StreamStart FIRST = new First();
  StreamStart LAST = new Last();
  StreamStart NEXT = new Next();

  /** With the oldest message that there is. */
  record First() implements StreamStart {}

  /** With the last batch that there is, and so with one of the last messages. */
  record Last() implements StreamStart {}

  /** With the first that comes after. */
  record Next() implements StreamStart {}

  /** At an offset, or the first one after it that there is. */
  record Offset(long offset) implements StreamStart {}

  /** With the first message that is not older; in milliseconds since 1970. */
  record Time(long millis) implements StreamStart {}
}
