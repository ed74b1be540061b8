package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** Where messages go that a queue cannot get rid of, and what they say of that. */
final class DeadLetterScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "What is rejected goes to the exchange for dead letters, by its own key",
              """
              > exchange.declare exchange=dlx type=fanout
              < exchange.declare-ok
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.bind queue=dead exchange=dlx
              < queue.bind-ok
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange=dlx}
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=amq.direct routing-key=k
              < queue.bind-ok
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish exchange=amq.direct routing-key=k | content-type=text/plain headers={mine=1} | bad
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 exchange=amq.direct routing-key=k | content-type=text/plain headers={mine=1} | bad
              > basic.reject delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 exchange=dlx routing-key=k | content-type=text/plain headers={mine=1 x-death=[{count=l:1 reason=rejected queue=q exchange=amq.direct routing-keys=[k] time=*}] x-first-death-reason=rejected x-first-death-queue=q x-first-death-exchange=amq.direct ...} | bad
              """),
          script(
              "What is refused goes there as well",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | 1
              > basic.publish routing-key=q | 2
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q message-count=1 | 1
              > basic.get queue=q
              < basic.get-ok delivery-tag=2 routing-key=q | 2
              > basic.nack delivery-tag=2 multiple
              < basic.deliver consumer-tag=c delivery-tag=3 routing-key=dead | headers={x-death=[{reason=rejected ...}] ...} | 1
              < basic.deliver consumer-tag=c delivery-tag=4 routing-key=dead | headers={x-death=[{reason=rejected ...}] ...} | 2
              """),
          script(
              "A message that dies again for the same reason is counted",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | headers={x-death=[{count=l:4 reason=rejected queue=q exchange="" routing-keys=[q] time=T:1700000000}]} | again
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | headers=* | again
              > basic.reject delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=dead | headers={x-death=[{count=* reason=rejected queue=q exchange="" routing-keys=[q] time=*}] ...} | again
              """),
          script(
              "A message tells of all its deaths, the last one first",
              """
              > queue.declare queue=end exclusive
              < queue.declare-ok queue=end
              > queue.declare queue=second exclusive arguments={x-message-ttl=100 x-dead-letter-exchange="" x-dead-letter-routing-key=end}
              < queue.declare-ok queue=second
              > queue.declare queue=first exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=second}
              < queue.declare-ok queue=first
              > basic.consume queue=end consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=first | twice
              > basic.get queue=first
              < basic.get-ok delivery-tag=1 routing-key=first | twice
              > basic.reject delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=end | headers={x-death=[{count=l:1 reason=expired queue=second exchange="" routing-keys=[second] time=*} {count=l:1 reason=rejected queue=first exchange="" routing-keys=[first] time=*}] x-first-death-reason=rejected x-first-death-queue=first x-first-death-exchange="" ...} | twice
              """),
          script(
              "What dies without anybody's doing does not go in circles",
              """
              > queue.declare queue=clock-end exclusive
              < queue.declare-ok queue=clock-end
              > queue.declare queue=clock exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=clock-end}
              < queue.declare-ok queue=clock
              > basic.consume queue=clock-end consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > queue.declare queue=q exclusive arguments={x-message-ttl=100 x-dead-letter-exchange="" x-dead-letter-routing-key=q}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | around
              > basic.publish routing-key=clock | expiration=1000 | now
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=clock-end | headers=* | now
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What is rejected may go in circles",
              """
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=q}
              < queue.declare-ok queue=q
              > basic.consume queue=q consumer-tag=c
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | around
              < basic.deliver consumer-tag=c delivery-tag=1 routing-key=q | around
              > basic.reject delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=q | headers={x-death=[{count=l:1 reason=rejected queue=q ...}] ...} | around
              > basic.reject delivery-tag=2
              < basic.deliver consumer-tag=c delivery-tag=3 routing-key=q | headers={x-death=[{count=l:2 reason=rejected queue=q ...}] ...} | around
              > basic.ack delivery-tag=3
              """),
          script(
              "An exchange for dead letters that is not there loses them",
              """
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange=none}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | lost
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | lost
              > basic.reject delivery-tag=1
              > basic.get queue=q
              < basic.get-empty
              """),
          script(
              "What is purged or deleted with its queue is not dead",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | 1
              > queue.purge queue=q
              < queue.purge-ok message-count=1
              > basic.publish routing-key=q | 2
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              > basic.get queue=dead
              < basic.get-empty
              """),
          script(
              "A dead letter keeps its copies' names, unless it gets a key of its own",
              """
              > queue.declare queue=dead exclusive
              < queue.declare-ok queue=dead
              > queue.declare queue=q exclusive arguments={x-dead-letter-exchange="" x-dead-letter-routing-key=dead}
              < queue.declare-ok queue=q
              > basic.consume queue=dead consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish routing-key=q | headers={CC=[other]} | copied
              > basic.get queue=q
              < basic.get-ok delivery-tag=1 routing-key=q | headers={CC=[other]} | copied
              > basic.reject delivery-tag=1
              < basic.deliver consumer-tag=c delivery-tag=2 routing-key=dead | headers={x-death=[{routing-keys=[q other] ...}] ...} | copied
              """));

  private DeadLetterScripts() {}
}
