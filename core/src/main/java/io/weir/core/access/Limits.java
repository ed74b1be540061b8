package io.weir.core.access;

import io.weir.core.tenant.Caller;

/**
 * Whether a caller may do something now. Each message is charged once, whatever the protocol;
 * answers at once, on any thread.
 */
public interface Limits {

  /** No limits. */
  Limits NONE =
      new Limits() {
        @Override
        public long publish(Caller caller, int messages, long bytes) {
          return 0;
        }

        @Override
        public long consume(Caller caller, int messages, long bytes) {
          return 0;
        }
      };

  /**
   * Charges a publication.
   *
   * @return 0 if it may go on, else after how many milliseconds the caller should come back; it is
   *     charged either way, and whether it is refused or slowed down is the protocol's custom
   */
  long publish(Caller caller, int messages, long bytes);

  /**
   * Charges a delivery; as {@link #publish}. Asked with nothing before a read, whose size nobody
   * knows yet, and charged with what was read after it.
   */
  long consume(Caller caller, int messages, long bytes);
}
