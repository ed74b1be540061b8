package io.weir.core.subscription;

/** Why nobody is to have a message any more. */
public enum Reason {
  /** A consumer rejected it. */
  REJECTED,
  /** Its delivery failed too often. */
  DELIVERY_LIMIT,
  /** Its time is over. */
  EXPIRED,
  /** More wait than may, and it waited longest. */
  MAX_LENGTH
}
