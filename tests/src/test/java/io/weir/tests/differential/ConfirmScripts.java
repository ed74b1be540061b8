package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** Confirms and transactions. */
final class ConfirmScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "Publications are confirmed",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | delivery-mode=2 | 1
              > basic.publish routing-key=q | delivery-mode=2 | 2
              > basic.publish routing-key=q | 3
              < confirms 1+ 2+ 3+
              """),
          script(
              "Confirms are counted from when they were asked for",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 0
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              """),
          script(
              "Asking for confirms again changes nothing",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 1
              < confirms 1+
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | 2
              < confirms 2+
              """),
          script(
              "Who waits for no answer gets none, and confirms all the same",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > confirm.select no-wait
              > basic.publish routing-key=q | 1
              < confirms 1+
              """),
          script(
              "What is routed nowhere is confirmed",
              """
              > confirm.select
              < confirm.select-ok
              > basic.publish exchange=amq.direct routing-key=nobody | lost
              < confirms 1+
              """),
          script(
              "What comes back comes before its confirm",
              """
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=none mandatory | back
              < basic.return 312 "NO_ROUTE" routing-key=none | back
              < confirms 1+
              """),
          script(
              "What goes to several queues is confirmed once",
              """
              > queue.declare queue=p durable
              < queue.declare-ok queue=p
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.bind queue=p exchange=amq.fanout
              < queue.bind-ok
              > queue.bind queue=q exchange=amq.fanout
              < queue.bind-ok
              > confirm.select
              < confirm.select-ok
              > basic.publish exchange=amq.fanout | delivery-mode=2 | both
              < confirms 1+
              > queue.declare queue=p passive
              < queue.declare-ok queue=p message-count=1
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1
              """),
          script(
              "What ends the channel is not confirmed",
              """
              > confirm.select
              < confirm.select-ok
              > basic.publish exchange=none routing-key=k | lost
              < channel.close 404 basic.publish
              """),
          script(
              "A channel of transactions has no confirms",
              """
              > tx.select
              < tx.select-ok
              > confirm.select
              < channel.close 406 confirm.select "PRECONDITION_FAILED - cannot switch from tx to confirm mode"
              """),
          script(
              "A channel of confirms has no transactions",
              """
              > confirm.select
              < confirm.select-ok
              > tx.select
              < channel.close 406 tx.select "PRECONDITION_FAILED - cannot switch from confirm to tx mode"
              """),
          script(
              "What is published in a transaction is there when it is committed",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > tx.select
              < tx.select-ok
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              > tx.commit
              < tx.commit-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=2
              """),
          script(
              "What is published in a transaction is never there when it is rolled back",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > tx.select
              < tx.select-ok
              > basic.publish routing-key=q | 1
              > tx.rollback
              < tx.rollback-ok
              > tx.commit
              < tx.commit-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "What is acknowledged in a transaction is gone when it is committed",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > tx.select
              < tx.select-ok
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              > tx.commit
              < tx.commit-ok
              > basic.recover requeue
              < basic.recover-ok
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What is acknowledged in a transaction is not, when it is rolled back",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > tx.select
              < tx.select-ok
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.ack delivery-tag=1
              > tx.rollback
              < tx.rollback-ok
              > basic.recover requeue
              < basic.recover-ok
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 redelivered routing-key=q | 1
              """),
          script(
              "What is rejected in a transaction goes back when it is committed",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > tx.select
              < tx.select-ok
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | 1
              > basic.reject delivery-tag=1 requeue
              > basic.get queue=q
              < basic.get-empty
              > tx.commit
              < tx.commit-ok
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 redelivered routing-key=q | 1
              """),
          script(
              "What must be routed and is not comes back when the transaction is committed",
              """
              > tx.select
              < tx.select-ok
              > basic.publish routing-key=none mandatory | back
              > tx.commit
              < basic.return 312 "NO_ROUTE" routing-key=none | back
              < tx.commit-ok
              """),
          script(
              "Declarations are part of no transaction",
              """
              > tx.select
              < tx.select-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > tx.rollback
              < tx.rollback-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "A transaction ends with its channel",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > tx.select
              < tx.select-ok
              > basic.publish routing-key=q | 1
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "Nothing is committed where there are no transactions",
              """
              > tx.commit
              < channel.close 406 tx.commit "PRECONDITION_FAILED - channel is not transactional"
              """),
          script(
              "Nothing is rolled back where there are no transactions",
              """
              > tx.rollback
              < channel.close 406 tx.rollback "PRECONDITION_FAILED - channel is not transactional"
              """));

  private ConfirmScripts() {}
}
