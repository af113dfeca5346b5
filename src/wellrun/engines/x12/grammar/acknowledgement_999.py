"""The loops of the implementation acknowledgement, 005010X231A1, in the notation of `notation`."""

TRANSACTION = """\
ST R 1 | 143!=999 329! 1705!
AK1 R 1 | 479! 28! 480!
@2000 S 0 transaction answered
  AK2 R 1 | 143! 329! 1705
  @2100 S 0 segment at fault
    IK3 R 1 | 721! 719! 447 620=1,2,3,4,5,6,7,8,I4,I6,I7,I8,I9
    CTX S 10 | (9999! 9998)!*10 721 719 447 (722! 1528 1686) (725!)
    @2110 S 0 element at fault
      IK4 S 1 | (722! 1528 1686)! 725 621!=1,2,3,4,5,6,7,8,9,10,11,12,13,I10,I11,I12,I13,I6,I9 724
      CTX S 10 | (9999! 9998)!*10 721 719 447 (722! 1528 1686) (725!)
  IK5 R 1 | 717!=A,E,M,R,W,X 618 618 618 618 618
AK9 R 1 | 715!=A,E,M,P,R,W,X 97! 123! 2! 716 716 716 716 716
SE R 1 | 96! 329!
"""
