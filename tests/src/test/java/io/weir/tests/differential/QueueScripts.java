package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** How queues come and go, and are bound. */
final class QueueScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A queue is declared, is there, and is deleted",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              > queue.delete queue=q
              < queue.delete-ok
              > queue.declare queue=q passive
              < channel.close 404 queue.declare "NOT_FOUND - no queue 'q' in vhost '/'"
              """),
          script(
              "A queue says how many messages are ready and how many consumers it has",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1
              > basic.qos prefetch-count=1
              < basic.qos-ok
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | 2
              > queue.declare queue=q passive
              < queue.declare-ok queue=q consumer-count=1
              """),
          script(
              "The server names a queue",
              """
              > queue.declare exclusive
              < queue.declare-ok queue=amq.gen-*
              """),
          script(
              "A queue that the server named is known by its name",
              """
              > queue.declare exclusive auto-delete
              < queue.declare-ok queue=$q
              > basic.publish routing-key=$q | to you
              > basic.get queue=$q no-ack
              < basic.get-ok delivery-tag=1 routing-key=$q | to you
              """),
          script(
              "Whoever names no queue means the last one that the channel has declared",
              """
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind exchange=amq.fanout
              < queue.bind-ok
              > basic.publish exchange=amq.fanout | all
              > basic.get
              < basic.get-ok delivery-tag=1 exchange=amq.fanout | all
              > queue.purge
              < queue.purge-ok
              > basic.consume consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > queue.unbind exchange=amq.fanout
              < queue.unbind-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q consumer-count=1
              > basic.cancel consumer-tag=c
              < basic.cancel-ok consumer-tag=c
              > queue.delete
              < queue.delete-ok
              """),
          script(
              "Whoever names neither queue nor key binds the last queue with its name",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind exchange=amq.direct
              < queue.bind-ok
              > basic.publish exchange=amq.direct routing-key=q | by name
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=amq.direct routing-key=q | by name
              """),
          script(
              "There is no last queue before one is declared",
              """
              > queue.bind exchange=amq.fanout
              < channel.close 404 queue.bind "NOT_FOUND - no previously declared queue"
              """),
          script(
              "A channel that is opened again has no last queue",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              > queue.purge
              < channel.close 404 queue.purge "NOT_FOUND - no previously declared queue"
              """),
          script(
              "Names that begin with amq. are reserved",
              """
              > queue.declare queue=amq.mine exclusive
              < channel.close 403 queue.declare "ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'"
              """),
          script(
              "A name may be as long as a short string",
              """
              > queue.declare queue=q^255 exclusive
              < queue.declare-ok queue=q^255
              """),
          script(
              "Ends of lines are left out of a name",
              """
              > queue.declare queue="one\\ntwo" exclusive
              < queue.declare-ok queue=onetwo
              """),
          script(
              "A name is of any letters",
              """
              > queue.declare queue="очередь ♥" exclusive
              < queue.declare-ok queue="очередь ♥"
              > basic.publish routing-key="очередь ♥" | привет
              > basic.get queue="очередь ♥" no-ack
              < basic.get-ok delivery-tag=1 routing-key="очередь ♥" | привет
              """),
          script(
              "An exclusive queue is locked for other connections",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              b> queue.declare queue=q passive
              b< channel.close 405 queue.declare "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'*"
              b> channel.close-ok
              b> channel.open
              b< channel.open-ok
              b> basic.get queue=q
              b< channel.close 405 basic.get
              b> channel.close-ok
              b> channel.open
              b< channel.open-ok
              b> basic.consume queue=q consumer-tag=c
              b< channel.close 405 basic.consume
              b> channel.close-ok
              b> channel.open
              b< channel.open-ok
              b> queue.purge queue=q
              b< channel.close 405 queue.purge
              b> channel.close-ok
              b> channel.open
              b< channel.open-ok
              b> queue.delete queue=q
              b< channel.close 405 queue.delete
              b> channel.close-ok
              b> channel.open
              b< channel.open-ok
              b> queue.bind queue=q exchange=amq.fanout
              b< channel.close 405 queue.bind
              """),
          script(
              "Everybody may publish to an exclusive queue",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              b> confirm.select
              b< confirm.select-ok
              b> basic.publish routing-key=q | for you
              b< confirms 1+
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | for you
              """),
          script(
              "An exclusive queue goes with its connection",
              """
              b> queue.declare queue=q exclusive durable
              b< queue.declare-ok queue=q
              b0> connection.close 200
              b0< connection.close-ok
              > queue.declare queue=q passive
              < channel.close 404 queue.declare
              """),
          script(
              "An exclusive queue outlives the channel that declared it",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "An exclusive queue is declared again only as exclusive",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.declare queue=q
              < channel.close 405 queue.declare
              """),
          script(
              "A queue of all is not declared again as exclusive",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.declare queue=q durable exclusive
              < channel.close 405 queue.declare
              """),
          script(
              "A queue is declared again only as what it is: durable",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.declare queue=q
              < channel.close 406 queue.declare "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'"
              """),
          script(
              "A queue is declared again only as what it is: auto-delete",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.declare queue=q durable auto-delete
              < channel.close 406 queue.declare "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is 'false'"
              """),
          script(
              "A queue is declared again as what it is, and keeps its messages",
              """
              > queue.declare queue=q durable arguments={x-max-length=5}
              < queue.declare-ok queue=q
              > confirm.select
              < confirm.select-ok
              > basic.publish routing-key=q | kept
              < confirms 1+
              > queue.declare queue=q durable arguments={x-max-length=l:5}
              < queue.declare-ok queue=q message-count=1
              """),
          script(
              "A queue that deletes itself goes with its last consumer",
              """
              > queue.declare queue=q durable auto-delete
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.consume queue=q consumer-tag=d
              < basic.consume-ok consumer-tag=d
              > basic.cancel consumer-tag=c
              < basic.cancel-ok consumer-tag=c
              > queue.declare queue=q passive
              < queue.declare-ok queue=q consumer-count=1
              > basic.cancel consumer-tag=d
              < basic.cancel-ok consumer-tag=d
              > queue.declare queue=q passive
              < channel.close 404 queue.declare
              """),
          script(
              "A queue that deletes itself stays until it has had a consumer",
              """
              > queue.declare queue=q durable auto-delete
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | a
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | a
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              """),
          script(
              "Deleting a queue tells how many messages went with it",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "A queue that has messages stays where only an empty one is to go",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > queue.delete queue=q if-empty
              < channel.close 406 queue.delete "PRECONDITION_FAILED - queue 'q' in vhost '/' not empty"
              """),
          script(
              "A queue that has consumers stays where only an unused one is to go",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > queue.delete queue=q if-unused
              < channel.close 406 queue.delete "PRECONDITION_FAILED - queue 'q' in vhost '/' in use"
              """),
          script(
              "An empty and unused queue goes",
              """
              > queue.declare queue=q durable
              < queue.declare-ok queue=q
              > queue.delete queue=q if-unused if-empty
              < queue.delete-ok
              """),
          script(
              "Deleting what is not there does no harm",
              """
              > queue.delete queue=none
              < queue.delete-ok
              """),
          script(
              "Purging tells how many messages went, and leaves those that were delivered",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.publish routing-key=q | 3
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=2 | 1
              > queue.purge queue=q
              < queue.purge-ok message-count=2
              > basic.reject delivery-tag=1 requeue
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 redelivered routing-key=q | 1
              """),
          script(
              "A queue that is not there is not purged",
              """
              > queue.purge queue=none
              < channel.close 404 queue.purge "NOT_FOUND - no queue 'none' in vhost '/'"
              """),
          script(
              "A queue that is not there is not bound",
              """
              > queue.bind queue=none exchange=amq.fanout
              < channel.close 404 queue.bind "NOT_FOUND - no queue 'none' in vhost '/'"
              """),
          script(
              "A queue is not bound to an exchange that is not there",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=none
              < channel.close 404 queue.bind "NOT_FOUND - no exchange 'none' in vhost '/'"
              """),
          script(
              "A queue is bound to the default exchange from its beginning, and not otherwise",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q routing-key=other
              < channel.close 403 queue.bind "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "A queue is not unbound from the default exchange",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.unbind queue=q routing-key=q
              < channel.close 403 queue.unbind "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "Binding twice is binding once",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=amq.direct routing-key=k
              < queue.bind-ok
              > queue.bind queue=q exchange=amq.direct routing-key=k
              < queue.bind-ok
              > queue.unbind queue=q exchange=amq.direct routing-key=k
              < queue.unbind-ok
              > basic.publish exchange=amq.direct routing-key=k mandatory | back
              < basic.return 312 "NO_ROUTE" exchange=amq.direct routing-key=k | back
              """),
          script(
              "Unbinding what is not bound does no harm",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.unbind queue=q exchange=amq.direct routing-key=none
              < queue.unbind-ok
              """),
          script(
              "Who waits for no answer gets none",
              """
              > queue.declare queue=q exclusive no-wait
              > queue.bind queue=q exchange=amq.direct routing-key=k no-wait
              > confirm.select
              < confirm.select-ok
              > basic.publish exchange=amq.direct routing-key=k | a
              < confirms 1+
              > queue.declare queue=q passive
              < queue.declare-ok queue=q message-count=1
              > queue.purge queue=q no-wait
              > queue.declare queue=q passive
              < queue.declare-ok queue=q
              > queue.delete queue=q no-wait
              > queue.declare queue=q passive
              < channel.close 404 queue.declare
              """),
          script(
              "A queue that is gone is no longer bound",
              """
              > exchange.declare exchange=x type=fanout
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x
              < queue.bind-ok
              > queue.delete queue=q
              < queue.delete-ok
              > exchange.delete exchange=x if-unused
              < exchange.delete-ok
              """));

  private QueueScripts() {}
}
