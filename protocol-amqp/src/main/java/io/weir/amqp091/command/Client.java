package io.weir.amqp091.command;

import io.weir.amqp091.mapping.AmqpException;
import io.weir.amqp091.mapping.Wording;
import io.weir.core.queue.Queues;
import io.weir.core.queue.Space;
import io.weir.core.tenant.Caller;

/**
 * Whose channels these are.
 *
 * @param user the name that its messages may say they are from
 * @param hearsCancels whether it is told that a consumer has ended without being asked
 * @param underWay what it has asked for that is not answered
 */
public record Client(
    Queues queues,
    Caller caller,
    Space space,
    String user,
    boolean hearsCancels,
    Loop loop,
    UnderWay underWay) {
  /** What a tenant's first space is called. */
  public static final String FIRST_VHOST = "/";

  /** What came of a call into the core, in the words for this client; a defect is thrown on. */
  AmqpException worded(Throwable cause) {
    return Wording.of(cause, vhost(), user);
  }

  /** What its clients call the space. */
  public String vhost() {
    return space.isFirst() ? FIRST_VHOST : space.name();
  }
}
