package io.weir.tests.differential;

import static io.weir.tests.differential.Script.newer;
import static io.weir.tests.differential.Script.script;

import java.util.List;

/** Where exchanges of each type send what is published to them. */
final class RoutingScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "The default exchange routes to the queue of the routing key's name",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | a
              > basic.publish routing-key=other | lost
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | a
              > basic.get queue=q no-ack
              < basic.get-empty
              """),
          script(
              "A direct exchange routes to all queues that are bound with the routing key",
              """
              > exchange.declare exchange=x type=direct
              < exchange.declare-ok
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=p exchange=x routing-key=k
              < queue.bind-ok
              > queue.bind queue=q exchange=x routing-key=k
              < queue.bind-ok
              > queue.bind queue=q exchange=x routing-key=l
              < queue.bind-ok
              > basic.publish exchange=x routing-key=k | k
              > basic.publish exchange=x routing-key=l | l
              > basic.publish exchange=x routing-key=m | m
              > queue.delete queue=p
              < queue.delete-ok message-count=1
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "A queue that is bound in several ways gets a message once",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=#
              < queue.bind-ok
              > queue.bind queue=q exchange=x routing-key=a.*
              < queue.bind-ok
              > queue.bind queue=q exchange=x routing-key=a.b
              < queue.bind-ok
              > basic.publish exchange=x routing-key=a.b | once
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "A fanout exchange looks at no routing key",
              """
              > exchange.declare exchange=x type=fanout
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=k
              < queue.bind-ok
              > basic.publish exchange=x routing-key=l | all
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=x routing-key=l | all
              """),
          script(
              "In a topic exchange a star is a word",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=*.orange.*
              < queue.bind-ok
              > basic.publish exchange=x routing-key=quick.orange.rabbit | yes
              > basic.publish exchange=x routing-key=orange.rabbit | too few
              > basic.publish exchange=x routing-key=a.quick.orange.rabbit | too many
              > basic.publish exchange=x routing-key=.orange. | empty words
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 exchange=x routing-key=quick.orange.rabbit message-count=1 | yes
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=2 exchange=x routing-key=.orange. | empty words
              > basic.get queue=q no-ack
              < basic.get-empty
              """),
          script(
              "In a topic exchange a hash is any number of words",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=lazy.#
              < queue.bind-ok
              > basic.publish exchange=x routing-key=lazy | none
              > basic.publish exchange=x routing-key=lazy.brown.fox | two
              > basic.publish exchange=x routing-key=lazybones | no
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "In a topic exchange a hash may stand in the midst",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=a.#.z
              < queue.bind-ok
              > basic.publish exchange=x routing-key=a.z | none
              > basic.publish exchange=x routing-key=a.b.c.z | two
              > basic.publish exchange=x routing-key=a.b.c | no
              > basic.publish exchange=x routing-key=b.z | no
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "In a topic exchange an empty routing key is no word",
              """
              > exchange.declare exchange=x type=topic
              < exchange.declare-ok
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.bind queue=p exchange=x routing-key=#
              < queue.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=*
              < queue.bind-ok
              > basic.publish exchange=x | e
              > queue.delete queue=p
              < queue.delete-ok message-count=1
              > queue.delete queue=q
              < queue.delete-ok
              """),
          script(
              "In a headers exchange all headers of the binding must be there",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={x-match=all a=1 b=two}
              < queue.bind-ok
              > basic.publish exchange=x | headers={a=1 b=two c=3} | yes
              > basic.publish exchange=x | headers={a=1} | no
              > basic.publish exchange=x | headers={a=2 b=two} | no
              > basic.publish exchange=x | nothing
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "In a headers exchange all is meant where nothing is said",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={a=1 b=2}
              < queue.bind-ok
              > basic.publish exchange=x | headers={a=1 b=2} | yes
              > basic.publish exchange=x | headers={a=1} | no
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "In a headers exchange any header of the binding is enough",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={x-match=any a=1 b=two}
              < queue.bind-ok
              > basic.publish exchange=x | headers={a=1} | yes
              > basic.publish exchange=x | headers={b=two a=5} | yes
              > basic.publish exchange=x | headers={b=three} | no
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "In a headers exchange headers that begin with x- do not count",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={x-match=all x-a=1 b=2}
              < queue.bind-ok
              > basic.publish exchange=x | headers={b=2} | yes
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "In a headers exchange headers that begin with x- count where that is asked for",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.bind queue=p exchange=x arguments={x-match=all-with-x x-a=1 b=2}
              < queue.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={x-match=any-with-x x-a=1 b=2}
              < queue.bind-ok
              > basic.publish exchange=x | headers={x-a=1 b=2} | both
              > basic.publish exchange=x | headers={x-a=1} | one
              > queue.delete queue=p
              < queue.delete-ok message-count=1
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "In a headers exchange a header without a value has only to be there",
              """
              > exchange.declare exchange=x type=headers
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x arguments={x-match=all a=V:}
              < queue.bind-ok
              > basic.publish exchange=x | headers={a=anything} | yes
              > basic.publish exchange=x | headers={b=anything} | no
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "How headers are to match is one of a few words",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=amq.headers arguments={x-match=some a=1}
              < channel.close 406 queue.bind
              """),
          script(
              "How headers are to match is a text",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=amq.headers arguments={x-match=1 a=1}
              < channel.close 406 queue.bind
              """),
          script(
              "A consistent hash gives all to the only queue",
              """
              > exchange.declare exchange=x type=x-consistent-hash
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=10
              < queue.bind-ok
              > basic.publish exchange=x routing-key=a | a
              > basic.publish exchange=x routing-key=b | b
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "A consistent hash gives equal keys to the same queue",
              """
              > exchange.declare exchange=x type=x-consistent-hash
              < exchange.declare-ok
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.bind queue=p exchange=x routing-key=1
              < queue.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=1
              < queue.bind-ok
              > basic.consume queue=p consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              2> channel.open
              2< channel.open-ok
              > basic.consume queue=q consumer-tag=d no-ack
              < basic.consume-ok consumer-tag=d
              > basic.publish exchange=x routing-key=same | 1
              < basic.deliver consumer-tag=$tag delivery-tag=1 exchange=x routing-key=same | 1
              > basic.publish exchange=x routing-key=same | 2
              < basic.deliver consumer-tag=$tag delivery-tag=2 exchange=x routing-key=same | 2
              > basic.publish exchange=x routing-key=same | 3
              < basic.deliver consumer-tag=$tag delivery-tag=3 exchange=x routing-key=same | 3
              """),
          script(
              "A consistent hash may be of a header",
              """
              > exchange.declare exchange=x type=x-consistent-hash arguments={hash-header=id}
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=1
              < queue.bind-ok
              > basic.publish exchange=x routing-key=k | headers={id=7} | h
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "A consistent hash may be of a property",
              """
              > exchange.declare exchange=x type=x-consistent-hash arguments={hash-property=message_id}
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=1
              < queue.bind-ok
              > basic.publish exchange=x routing-key=k | message-id=7 | p
              > queue.delete queue=q
              < queue.delete-ok message-count=1
              """),
          script(
              "A consistent hash is of a header or a property, and not of both",
              """
              > exchange.declare exchange=x type=x-consistent-hash arguments={hash-header=id hash-property=message_id}
              < channel.close 406 exchange.declare
              """),
          script(
              "The weight of a queue in a consistent hash is a number",
              """
              > exchange.declare exchange=x type=x-consistent-hash
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=heavy
              < channel.close 406 queue.bind
              """),
          script(
              "A modulus gives all to the only queue",
              """
              > exchange.declare exchange=x type=x-modulus-hash
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=whatever
              < queue.bind-ok
              > basic.publish exchange=x routing-key=a | a
              > basic.publish exchange=x routing-key=b | b
              > queue.delete queue=q
              < queue.delete-ok message-count=2
              """),
          script(
              "A random exchange gives a message to one queue",
              """
              > exchange.declare exchange=x type=x-random
              < exchange.declare-ok
              > queue.declare queue=p exclusive
              < queue.declare-ok queue=p
              > queue.bind queue=p exchange=x
              < queue.bind-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x
              < queue.bind-ok
              > basic.consume queue=p consumer-tag=p no-ack
              < basic.consume-ok consumer-tag=p
              > basic.consume queue=q consumer-tag=q no-ack
              < basic.consume-ok consumer-tag=q
              > basic.publish exchange=x routing-key=k | one
              < basic.deliver consumer-tag=* delivery-tag=1 exchange=x routing-key=k | one
              > queue.delete queue=p
              ~ basic.cancel consumer-tag=p no-wait
              ~ queue.delete-ok
              > queue.delete queue=q
              ~ basic.cancel consumer-tag=q no-wait
              ~ queue.delete-ok
              """),
          newer(
              "A delayed message comes when its time has",
              "publish messages with the custom header x-delay expressing in milliseconds a delay"
                  + " time for the message. The message will be delivered to the respective queues"
                  + " after x-delay milliseconds. (README of rabbitmq-delayed-message-exchange)",
              """
              > exchange.declare exchange=x type=x-delayed-message arguments={x-delayed-type=direct}
              < exchange.declare-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > queue.bind queue=q exchange=x routing-key=k
              < queue.bind-ok
              > basic.consume queue=q consumer-tag=c no-ack
              < basic.consume-ok consumer-tag=c
              > basic.publish exchange=x routing-key=k | headers={x-delay=900} | later
              > basic.publish exchange=x routing-key=k | headers={x-delay=300} | sooner
              > basic.publish exchange=x routing-key=k | at once
              < basic.deliver consumer-tag=c delivery-tag=1 exchange=x routing-key=k | at once
              < basic.deliver consumer-tag=c delivery-tag=2 exchange=x routing-key=k | headers={x-delay=*} | sooner
              < basic.deliver consumer-tag=c delivery-tag=3 exchange=x routing-key=k | headers={x-delay=*} | later
              """),
          newer(
              "A delayed exchange says how it routes",
              "Note that this argument is required and must refer to an existing exchange type."
                  + " (README of rabbitmq-delayed-message-exchange)",
              """
              > exchange.declare exchange=x type=x-delayed-message
              < channel.close 406 exchange.declare
              """));

  private RoutingScripts() {}
}
