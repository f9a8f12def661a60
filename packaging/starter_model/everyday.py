"""The everyday word for many of ImageNet's 1,000 classes, by the classifier's index: nobody searches for a 'kuvasz'."""

from __future__ import annotations

_EVERYDAY = """
fish: 0-1 389-397
shark: 2-4
ray fish: 5-6
chicken: 7-8
bird: 9-24 80-100 127-146
lizard: 25-29 38-48
frog: 30-32
turtle: 33-37
crocodile: 49-50
dinosaur: 51
snake: 52-68
spider: 72-77
elephant: 101 385-386
kangaroo: 104
crab: 118-121
lobster: 122-123
whale: 147-148
seal: 150
dog: 151-268
wolf: 269-272
wild dog: 273-275
fox: 277-280
cat: 281-285
wild cat: 286
big cat: 287-290
lion: 291
tiger: 292
bear: 294-297
beetle: 300-307
insect: 308 310-320
bee: 309
butterfly: 321-326
rabbit: 330-332
squirrel: 335
horse: 339
pig: 341-342
cow: 345
buffalo: 346-347
sheep: 348-349
goat: 350
antelope: 351-353
camel: 354
ape: 365-369
monkey: 370-384
red panda: 387
panda: 388
guitar: 402 546
ship: 403 510 724
airplane: 404 895
airship: 405
ambulance: 407
clock: 409 530 892
gun: 413 763-764
bag: 414
bakery: 415
balloon: 417
chair: 423 559 765
barn: 425
baseball: 429
basketball: 430
bath: 435
car: 436 511 609 627 656 817
lighthouse: 437
beer: 440-441
bicycle: 444 671
bikini swimsuit: 445
bookshelf: 453
train: 466 547 565 705 820
taxi car: 468
boat: 472 484 554 576 625 814
castle: 483
mobile phone: 487
church building: 497
cinema: 498
coffee cup: 504
keyboard: 508
hat: 514-515
baby crib: 516
desk: 526
computer: 527
telephone: 528
baby diaper: 529
watch: 531
table: 532
dock: 536
dog sled: 537
fire truck: 555
fountain: 562
bed: 564
truck: 569 717 864 867
dress: 578
piano: 579 881
shop: 582
jeans trousers: 608
t-shirt: 610
laptop computer: 620
library books: 624
cruise ship: 628
swimsuit: 638-639
bus: 654 874
skirt: 655
old car: 661
church: 663
computer screen: 664
motorcycle: 665 670
mosque: 668
tent: 672
palace: 698
parachute: 701
bench: 703
patio: 706
pier: 718
pillow: 721
bottle: 737 898
plant pot: 738
handbag: 748
race car: 751
refrigerator: 760
restaurant: 762
rugby: 768
shoes: 770 774
school bus: 779
sailing boat: 780 871 914
skiing: 795
snowmobile: 802
soccer ball: 805
stage concert: 819
bridge: 821 839 888
tram: 829
sofa: 831
submarine: 833
man in a suit: 834
sunglasses: 836-837
sweater: 841
swimming: 842
playground swing: 843
tea pot: 849
teddy bear toy: 850
television: 851
tennis: 852
toaster: 859
toilet: 861
toys: 865
unicycle: 880
flowers in a vase: 883
volleyball: 890
sink: 896
wine: 907
book: 917
sign: 919
traffic light: 920
soup: 925-926
dessert cake: 927
ice cream dessert: 928-929
bread: 930-932
fast food: 933-934
vegetable: 936-946
mushroom: 947 991-996
fruit: 948-957
pasta food: 959
pizza food: 963
food: 965
cup: 967-968
mountain: 970
cliff: 972
coral reef underwater: 973
lake: 975
beach and sea: 976-978
valley landscape: 979
volcano: 980
baseball player: 981
wedding: 982
yellow field: 984
flower: 985-986
"""


def everyday_names() -> list[str | None]:
    """A word for each class, None where the class is best called by its own name."""
    words: list[str | None] = [None] * 1000
    for line in _EVERYDAY.strip().splitlines():
        word, spans = line.split(": ")
        for span in spans.split():
            first, _, last = span.partition("-")
            for index in range(int(first), int(last or first) + 1):
                words[index] = word
    return words
