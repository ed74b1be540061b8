package io.weir.core.tenant;

/** Whether a queue and a topic of one name are one thing in a tenant. */
public enum Names {
  /** A queue that is declared where a topic of its name exists is a view on that topic. */
  SHARED,
  /** A queue is no topic, whatever its name, unless it is declared over one. */
  SEPARATE
}
