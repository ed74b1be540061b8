package io.weir.kafka.connection;

import io.weir.kafka.api.Reply;
import io.weir.kafka.codec.RequestHead;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** A request that has begun, in its place in the order of answers. */
final class RequestSlot {
  private final RequestHead head;
  private final int cost;
  private @Nullable Runnable stop;
  private @Nullable Reply reply;

  /**
   * @param cost bytes counted for it until it is answered
   */
  RequestSlot(RequestHead head, int cost) {
    this.head = head;
    this.cost = cost;
  }

  RequestHead head() {
    return head;
  }

  ApiKeys key() {
    return head.key();
  }

  int cost() {
    return cost;
  }

  /** The answer, once there is one. */
  @Nullable Reply reply() {
    return reply;
  }

  void answered(Reply with) {
    reply = with;
    stop = null;
  }

  void onStop(Runnable what) {
    stop = what;
  }

  /** Asks for the answer at once. */
  void stop() {
    Runnable stopping = stop;
    stop = null;
    if (stopping != null) {
      stopping.run();
    }
  }

  /** The answer is no longer wanted. */
  void abandon() {
    if (reply instanceof Reply.Answer answer) {
      answer.release();
      reply = null;
    }
    stop();
  }
}
