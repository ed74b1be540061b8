package io.weir.backend.kit;

/** One way in which a backend's life ends, and the next one begins. */
@FunctionalInterface
interface Ending {
  void happens() throws Exception;
}
