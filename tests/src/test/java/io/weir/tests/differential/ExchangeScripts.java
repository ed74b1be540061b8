package io.weir.tests.differential;

import static io.weir.tests.differential.Script.newer;
import static io.weir.tests.differential.Script.script;

import java.util.List;

/** How exchanges come and go. */
final class ExchangeScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "An exchange is declared, is there, and is deleted",
              """
              > exchange.declare exchange=x type=direct durable
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct passive
              < exchange.declare-ok
              > exchange.delete exchange=x
              < exchange.delete-ok
              > exchange.declare exchange=x type=direct passive
              < channel.close 404 exchange.declare "NOT_FOUND - no exchange 'x' in vhost '/'"
              """),
          script(
              "Whoever looks whether an exchange is there need not know its type",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct passive
              < exchange.declare-ok
              """),
          script(
              "The exchanges of the specification are there",
              """
              > exchange.declare exchange=amq.direct type=direct durable
              < exchange.declare-ok
              > exchange.declare exchange=amq.fanout type=fanout durable
              < exchange.declare-ok
              > exchange.declare exchange=amq.topic type=topic durable
              < exchange.declare-ok
              > exchange.declare exchange=amq.headers type=headers durable
              < exchange.declare-ok
              > exchange.declare exchange=amq.match type=headers durable
              < exchange.declare-ok
              """),
          script(
              "An exchange is declared again only as what it is: the type",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > exchange.declare exchange=x type=fanout
              < channel.close 406 exchange.declare "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'x' in vhost '/': received 'fanout' but current is 'direct'"
              """),
          script(
              "An exchange is declared again only as what it is: durable",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct durable
              < channel.close 406 exchange.declare "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'x' in vhost '/': received 'true' but current is 'false'"
              """),
          script(
              "An exchange is declared again only as what it is: auto-delete",
              """
              > exchange.declare exchange=x type=direct auto-delete
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct
              < channel.close 406 exchange.declare "PRECONDITION_FAILED - inequivalent arg 'auto_delete' for exchange 'x' in vhost '/': received 'false' but current is 'true'"
              """),
          script(
              "An exchange is declared again only as what it is: internal",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct internal
              < channel.close 406 exchange.declare "PRECONDITION_FAILED - inequivalent arg 'internal' for exchange 'x' in vhost '/': received 'true' but current is 'false'"
              """),
          script(
              "An exchange is declared again only as what it is: the alternate exchange",
              """
              > exchange.declare exchange=x type=direct arguments={alternate-exchange=amq.fanout}
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct
              < channel.close 406 exchange.declare "PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange 'x' in vhost '/': received none but current is the value 'amq.fanout' of type 'longstr'"
              """),
          script(
              "Arguments of an exchange that nobody knows are taken",
              """
              > exchange.declare exchange=x type=direct arguments={nonsense=1}
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              """),
          newer(
              "A type of exchange that there is not closes the channel",
              "Declaring an exchange with an invalid type should be a precondition failure, not a"
                  + " invalid command that closes the whole connection (rabbitmq-server, pull"
                  + " request 11214, in 3.13 and 4.0)",
              """
              > exchange.declare exchange=x type=nonsense
              < channel.close 406 exchange.declare
              > channel.close-ok
              > channel.open
              < channel.open-ok
              """),
          script(
              "Names that begin with amq. are reserved",
              """
              > exchange.declare exchange=amq.mine type=direct
              < channel.close 403 exchange.declare "ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'"
              """),
          script(
              "The default exchange is not declared",
              """
              > exchange.declare type=direct durable
              < channel.close 403 exchange.declare "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "The default exchange is not deleted",
              """
              > exchange.delete
              < channel.close 403 exchange.delete "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "The exchanges of the specification are not deleted",
              """
              > exchange.delete exchange=amq.direct
              < channel.close 403 exchange.delete
              """),
          script(
              "Deleting what is not there does no harm",
              """
              > exchange.delete exchange=none
              < exchange.delete-ok
              """),
          script(
              "An exchange that is used stays where only an unused one is to go",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=k
              < queue.bind-ok
              > exchange.delete exchange=x if-unused
              < channel.close 406 exchange.delete "PRECONDITION_FAILED - exchange 'x' in vhost '/' in use"
              """),
          script(
              "An exchange that is not used goes",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > exchange.delete exchange=x if-unused
              < exchange.delete-ok
              """),
          script(
              "Who waits for no answer gets none",
              """
              > exchange.declare exchange=x type=direct no-wait
              > exchange.declare exchange=x type=direct passive
              < exchange.declare-ok
              > exchange.declare exchange=y type=fanout
              < exchange.declare-ok
              > exchange.bind destination=y source=x routing-key=k no-wait
              > exchange.unbind destination=y source=x routing-key=k no-wait
              > exchange.delete exchange=x no-wait
              > exchange.declare exchange=x type=direct passive
              < channel.close 404 exchange.declare
              """),
          script(
              "An exchange that deletes itself goes with its last binding",
              """
              > exchange.declare exchange=x type=direct auto-delete
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=k
              < queue.bind-ok
              > queue.unbind queue=q exchange=x routing-key=k
              < queue.unbind-ok
              > exchange.declare exchange=x type=direct passive
              < channel.close 404 exchange.declare
              """),
          script(
              "An exchange that deletes itself stays until it has had a binding",
              """
              > exchange.declare exchange=x type=direct auto-delete
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct passive
              < exchange.declare-ok
              """),
          script(
              "Nobody publishes to an internal exchange",
              """
              > exchange.declare exchange=x type=fanout internal
              < exchange.declare-ok
              > basic.publish exchange=x | no
              < channel.close 403 basic.publish "ACCESS_REFUSED - cannot publish to internal exchange 'x' in vhost '/'"
              """),
          script(
              "What is published to another exchange reaches an internal one that is bound to it",
              """
              > exchange.declare exchange=in type=fanout internal
              < exchange.declare-ok
              > exchange.declare exchange=out type=fanout
              < exchange.declare-ok
              > exchange.bind destination=in source=out
              < exchange.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=in
              < queue.bind-ok
              > basic.publish exchange=out routing-key=k | through
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=out routing-key=k | through
              """),
          script(
              "An exchange that is bound to another no longer gets its messages once it is unbound",
              """
              > exchange.declare exchange=y type=fanout
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > exchange.bind destination=y source=x routing-key=k
              < exchange.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=y
              < queue.bind-ok
              > exchange.unbind destination=y source=x routing-key=k
              < exchange.unbind-ok
              > basic.publish exchange=x routing-key=k mandatory | back
              < basic.return 312 "NO_ROUTE" exchange=x routing-key=k | back
              """),
          script(
              "Exchanges that are bound in a circle deliver a message once",
              """
              > exchange.declare exchange=x type=fanout
              < exchange.declare-ok
              > exchange.declare exchange=y type=fanout
              < exchange.declare-ok
              > exchange.bind destination=y source=x
              < exchange.bind-ok
              > exchange.bind destination=x source=y
              < exchange.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x
              < queue.bind-ok
              > basic.publish exchange=y | round
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=y | round
              """),
          script(
              "An exchange is not bound to one that is not there",
              """
              > exchange.declare exchange=x type=fanout
              < exchange.declare-ok
              > exchange.bind destination=x source=none
              < channel.close 404 exchange.bind "NOT_FOUND - no exchange 'none' in vhost '/'"
              """),
          script(
              "An exchange that is not there is not bound",
              """
              > exchange.declare exchange=x type=fanout
              < exchange.declare-ok
              > exchange.bind destination=none source=x
              < channel.close 404 exchange.bind "NOT_FOUND - no exchange 'none' in vhost '/'"
              """),
          script(
              "The default exchange is bound to nothing",
              """
              > exchange.bind source=amq.fanout
              < channel.close 403 exchange.bind "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "Nothing is unbound from the default exchange",
              """
              > exchange.unbind destination=amq.fanout
              < channel.close 403 exchange.unbind "ACCESS_REFUSED - operation not permitted on the default exchange"
              """),
          script(
              "What an exchange does not route goes to its alternate exchange",
              """
              > exchange.declare exchange=else type=fanout
              < exchange.declare-ok
              > exchange.declare exchange=x type=direct arguments={alternate-exchange=else}
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=else
              < queue.bind-ok
              > basic.publish exchange=x routing-key=nobody mandatory | saved
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=x routing-key=nobody | saved
              """),
          script(
              "An alternate exchange that is not there loses what it would get",
              """
              > exchange.declare exchange=x type=direct arguments={alternate-exchange=none}
              < exchange.declare-ok
              > basic.publish exchange=x routing-key=nobody mandatory | back
              < basic.return 312 "NO_ROUTE" exchange=x routing-key=nobody | back
              """),
          script(
              "The name of an alternate exchange is a text",
              """
              > exchange.declare exchange=x type=direct arguments={alternate-exchange=5}
              < channel.close 406 exchange.declare
              """));

  private ExchangeScripts() {}
}
