package io.weir.core.queue;

import io.weir.core.route.Value;
import java.util.Map;

/**
 * What a head keeps of the types of headers beside their text, for a message that is routed again
 * when it lies in a log. Any thread; answers at once.
 */
public interface HeaderTypes {

  /** The reserved header in which the head keeps them. */
  String header();

  /**
   * Headers by their names, as they were when the message came; empty where these are not such
   * bytes.
   */
  Map<String, Value> values(byte[] bytes);
}
