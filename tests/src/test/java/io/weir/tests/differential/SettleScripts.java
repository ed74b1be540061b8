package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** What becomes of messages that were delivered. */
final class SettleScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "What is acknowledged is gone",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "Many are acknowledged at once",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=2 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q message-count=1 | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=3 routing-key=q | 3
              > basic.ack delivery-tag=2 multiple
              > basic.recover requeue
              < basic.recover-ok
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=4 redelivered routing-key=q | 3
              """),
          script(
              "All are acknowledged by the tag zero",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              > basic.ack multiple
              > basic.recover requeue
              < basic.recover-ok
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "All of nothing are acknowledged without harm",
              """
              > basic.ack multiple
              > basic.qos
              < basic.qos-ok
              """),
          script(
              "What was not delivered is not acknowledged",
              """
              > basic.ack delivery-tag=5
              < channel.close 406 basic.ack "PRECONDITION_FAILED - unknown delivery tag 5"
              """),
          script(
              "What was acknowledged is not acknowledged again",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              > basic.ack delivery-tag=1
              < channel.close 406 basic.ack "PRECONDITION_FAILED - unknown delivery tag 1"
              """),
          script(
              "What needed no settling is not acknowledged",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              < channel.close 406 basic.ack "PRECONDITION_FAILED - unknown delivery tag 1"
              """),
          script(
              "What was delivered on one channel is not acknowledged on another",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              > basic.publish routing-key=q | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              2> basic.ack delivery-tag=1
              2< channel.close 406 basic.ack
              """),
          script(
              "What is rejected goes back to its place",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > basic.reject delivery-tag=1 requeue
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 redelivered routing-key=q message-count=1 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=3 routing-key=q | 2
              """),
          script(
              "What is rejected and not to go back is gone",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.reject delivery-tag=1
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What was not delivered is not rejected",
              """
              > basic.reject delivery-tag=5 requeue
              < channel.close 406 basic.reject "PRECONDITION_FAILED - unknown delivery tag 5"
              """),
          script(
              "Many go back to their places at once",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=2 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q message-count=1 | 2
              > basic.nack delivery-tag=2 multiple requeue
              > basic.get queue=q
              < basic.get-ok delivery-tag=3 redelivered routing-key=q message-count=2 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=4 redelivered routing-key=q message-count=1 | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=5 routing-key=q | 3
              """),
          script(
              "Many are refused at once",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              > basic.nack multiple
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What was not delivered is not refused",
              """
              > basic.nack delivery-tag=5
              < channel.close 406 basic.nack "PRECONDITION_FAILED - unknown delivery tag 5"
              """),
          script(
              "A consumer gets again what it has sent back",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.reject delivery-tag=1 requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | 1
              > basic.ack delivery-tag=2
              """),
          script(
              "A channel recovers all that it has not settled",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.publish routing-key=q | 2
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > basic.recover requeue
              ~ basic.recover-ok
              ~ basic.deliver consumer-tag=c delivery-tag=3 redelivered routing-key=q | 1
              ~ basic.deliver consumer-tag=c delivery-tag=4 redelivered routing-key=q | 2
              """),
          script(
              "A channel recovers without being answered",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | 1
              > basic.recover-async requeue
              < basic.deliver consumer-tag=c delivery-tag=2 redelivered routing-key=q | 1
              """),
          script(
              "Nothing is recovered for the same consumer alone",
              """
              > basic.recover
              0< connection.close 540 basic.recover
              """),
          script(
              "Nothing is recovered for the same consumer alone, without an answer either",
              """
              > basic.recover-async
              0< connection.close 540 basic.recover-async
              """),
          script(
              "What a connection had and did not settle goes to others when it ends",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              b> basic.get queue=q
              b< basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              b> end
              < basic.deliver consumer-tag=c delivery-tag=1 redelivered routing-key=q | 1
              > basic.ack delivery-tag=1
              """));

  private SettleScripts() {}
}
