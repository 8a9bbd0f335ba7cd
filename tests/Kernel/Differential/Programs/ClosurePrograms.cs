namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Local functions that use the variables around them.</summary>
public static partial class ClosurePrograms
{
    public struct Pair
    {
        public int Low;
        public long High;

        public readonly long Sum => Low + High;
    }

    private static readonly HashMap<int, long> Totals = new(maxEntries: 16);

    private static long s_calls;

    private static ref Operands Slots(XdpContext ctx) => ref ctx.Packet.Header<Operands>(Operands.Offset);

    [XdpProgram]
    public static XdpAction Mutations(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int count = (int)operands.A;
        long sum = 0;
        Step();
        operands.R0 = count;
        count += 10;
        operands.R1 = Step() + count;
        count = 7;
        Step();
        operands.R2 = sum;
        operands.R3 = count;
        return XdpAction.Pass;

        int Step()
        {
            sum += count;
            return ++count;
        }
    }

    // What a callback only reads is copied at the call: the counter stays in a register, and the verifier sees that the loop ends. The reference that goes from round to round keeps it from bpf_loop.
    [XdpProgram]
    public static XdpAction Counter_read_by_a_callback(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long sum = 0;
        int start = (int)operands.A;
        ref long last = ref operands.R0;
        for (int i = 0; i < ((int)operands.B & 7); i++)
        {
            if ((i & 1) != 0)
                last = ref operands.R1;
            else
                last = ref operands.R2;
            last = last * 3 + i;
            start ^= i;
            Bpf.Loop(3, round => sum = sum * 3 + start + i + round);
        }

        operands.R3 = sum + last;
        return XdpAction.Pass;
    }

    // Not where the callback sees it change meanwhile.
    [XdpProgram]
    public static XdpAction State_read_by_its_callback(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long total = operands.A;
        int count = (int)operands.B;
        Bpf.Loop(3, ref total, (uint round, ref long state) => state += total * 2 + round + count);
        operands.R0 = total;
        ref int alias = ref count;
        Bpf.Loop(3, ref total, (uint round, ref long state) => state += count++ + round);
        alias += 2;
        operands.R1 = total + count;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Parameter(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Changed((int)operands.A, operands.B);
        operands.R1 = OnlyRead((int)operands.A, operands.B);
        operands.R2 = ByRead(new Pair { Low = (int)operands.A, High = operands.B });
        return XdpAction.Pass;
    }

    private static long Changed(int start, long limit)
    {
        Add();
        start ^= 0x55;
        Add();
        return start + limit;

        void Add()
        {
            start += 3;
            limit = start < limit ? limit - start : limit + 1;
        }
    }

    private static long OnlyRead(int start, long limit)
    {
        return Clamp(5) + Clamp(start) * 3;

        long Clamp(long value) => value < start ? start : value > limit ? limit : value;
    }

    private static long ByRead(Pair pair)
    {
        long before = pair.Sum;
        Turn();
        return before ^ pair.Sum;

        void Turn() => (pair.Low, pair.High) = ((int)pair.High, pair.Low);
    }

    [XdpProgram]
    public static XdpAction Nested(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long a = operands.A;
        long b = operands.B;
        long trace = 0;
        long inner = Outer(3);
        operands.R0 = inner;
        operands.R1 = trace;
        operands.R2 = a;
        return XdpAction.Pass;

        long Outer(int depth)
        {
            long own = a ^ depth;
            Inner();
            Inner();
            return own;

            void Inner()
            {
                own += b;
                a -= depth;
                Note(own);
            }
        }

        void Note(long value) => trace = trace * 31 + value;
    }

    [XdpProgram]
    public static XdpAction OneCallsAnother(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int steps = 0;
        long value = operands.A;
        First();
        operands.R0 = value;
        operands.R1 = steps;
        return XdpAction.Pass;

        void First()
        {
            steps++;
            Second(2);
            Second(3);
        }

        void Second(int factor)
        {
            value *= factor;
            Third();
        }

        void Third() => steps += 100;
    }

    [XdpProgram]
    public static XdpAction Generic(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Fold((int)operands.A, operands.B);
        operands.R1 = Fold((byte)operands.B, operands.A);
        return XdpAction.Pass;
    }

    private static long Fold<T>(T item, long seed)
        where T : unmanaged
    {
        T last = default;
        long state = seed;
        Mix(1L);
        Mix((short)2);
        last = item;
        Mix(3);
        return state;

        void Mix<TNumber>(TNumber number)
            where TNumber : unmanaged
        {
            T here = last;
            state = (state << 3) + System.Runtime.CompilerServices.Unsafe.SizeOf<TNumber>() + System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
            last = item;
            Check();

            void Check() => state += System.Runtime.CompilerServices.Unsafe.SizeOf<T>() == 1 && System.Runtime.CompilerServices.Unsafe.As<T, byte>(ref here) == System.Runtime.CompilerServices.Unsafe.As<T, byte>(ref last) ? 7 : 9;
        }
    }

    [XdpProgram]
    public static XdpAction InLoops(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long sum = 0;
        for (int i = 0; i < 5; i++)
        {
            int square = i * i;
            Add(2);
            square++;
            Add(1);

            void Add(int times) => sum += square * times + i;
        }

        operands.R0 = sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction MapsAndContext(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int key = (int)operands.A & 7;
        Count(1);
        Count(operands.B);
        operands.R0 = Totals.TryGetValue(key, out long total) ? total : -1;
        operands.R1 = Length();
        s_calls++;
        operands.R2 = s_calls;
        return XdpAction.Pass;

        void Count(long by)
        {
            if (Totals.TryGetRef(key, out Ref<long> entry))
                entry.Value += by;
            else
                Totals.TryAdd(key, by);
        }

        int Length() => ctx.Length + key;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Faults(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int divisor = (int)operands.A;
        operands.R0 = 1;
        Divide();
        operands.R0 = 2;
        divisor--;
        Divide();
        operands.R0 = 3;
        return XdpAction.Pass;

        void Divide() => Slots(ctx).R1 += 1000 / divisor;
    }

    [XdpProgram]
    public static XdpAction Stack(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        Pair pair = new() { Low = 4, High = operands.A };
        (int, long) both = (1, operands.B);
        int? perhaps = null;
        Fill();
        operands.R0 = pair.Sum;
        operands.R1 = both.Item1 + both.Item2;
        operands.R2 = perhaps ?? -1;
        return XdpAction.Pass;

        void Fill()
        {
            pair.Low += 5;
            ref long high = ref pair.High;
            high++;
            both = (pair.Low, both.Item2 + high);
            perhaps = both.Item1;
        }
    }
}
