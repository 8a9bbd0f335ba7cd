namespace BpfSharp.Compiler.Diagnostics;

// BPF3000-BPF3999: what the verifier would refuse (compiler's safety analysis and code generation).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Safety => new DiagnosticRule[]
    {
        new("BPF3001", "Method has no BPF body", "'{0}' can't be called here: no body of it is known. Mark it [BpfFunction] in the library that declares it, and reference a build of that library made with BpfSharp.", DiagnosticLevel.Error),
        new("BPF3002", "Static abstract member is not implemented", "'{0}' has no implementation of '{1}' that BPF can run", DiagnosticLevel.Error),
        new("BPF3003", "Library does not match", "The code of a referenced library does not fit: {0}. Rebuild the library with this version of BpfSharp.", DiagnosticLevel.Error),
        new("BPF3004", "Generic recursion has no end", "'{0}' is used with ever larger type arguments; BPF code has one copy of a method for each", DiagnosticLevel.Error),
        new("BPF3005", "Recursion", "BPF programs can't recurse: {0}. Use a loop.", DiagnosticLevel.Error),
        new("BPF3010", "Packet memory as argument", "'{0}' can't read packet memory in place, and how many bytes it reads is not constant: copy them to a local first", DiagnosticLevel.Error),
        new("BPF3011", "Stale packet reference", "This reference into the packet is stale: '{0}' has moved the packet since. Take the reference anew after the call.", DiagnosticLevel.Error),
        new("BPF3012", "Reference of unknown origin", "The kernel's verifier can't follow where this reference leads: it comes from several kinds of memory (packet, local, map), or was read from memory. Use it in the branch that made it.", DiagnosticLevel.Error),
        new("BPF3013", "Access out of range", "This access is not provably inside the memory that it leads to", DiagnosticLevel.Error),
        new("BPF3014", "Reference may be null", "This reference may be null here, in a way that the kernel's verifier can't exclude: test it right before its use", DiagnosticLevel.Error),
        new("BPF3015", "Atomic operation on the packet", "The kernel has no atomic operations on packet memory; packets are private to the program, so a plain operation does the same", DiagnosticLevel.Error),
        new("BPF3016", "Map is not known", "Which map this is must be known when the program is compiled: use the static field itself", DiagnosticLevel.Error),
        new("BPF3017", "Packet offset too large", "The kernel's verifier follows packet offsets up to 65,535; this one may be larger", DiagnosticLevel.Error),
        new("BPF3018", "Reference stored", "A reference can't be stored here: the kernel allows references in locals only", DiagnosticLevel.Error),
        new("BPF3020", "Loop without a bound", "The kernel's verifier must see that this loop ends: count from a constant, and go on only while the counter is below a number with a known maximum (a constant, a byte, a masked value, or one compared with a constant before)", DiagnosticLevel.Error),
        new("BPF3021", "Loop too long", "This loop runs up to {0} times, and the kernel's verifier walks every round: about {1} instructions in all, of which it accepts {2} for sure. Lower the bound, or make the body smaller.", DiagnosticLevel.Error),
        new("BPF3022", "Too many branches in a loop", "This loop runs up to {0} times and leaves about {1} branches open, of which the kernel's verifier accepts {2} for sure. Lower the bound, or compute without a branch in the body.", DiagnosticLevel.Error),
        new("BPF3085", "Too many ways through the program", "The kernel's verifier walks each way through this program that leaves other values behind, and gets beyond {0} {1}, more than it accepts for sure; here it comes by most often. Compute without branches, or let the ways meet: what they find goes to a map or a static field, which the verifier forgets.", DiagnosticLevel.Error),
        new("BPF3040", "Not released", "What '{0}' gives is not released on the way that ends {1}. Put it into a 'using' declaration, which also releases it where the program ends by a fault.", DiagnosticLevel.Error),
        new("BPF3041", "Released without being held", "'{0}' releases what is not held here: it was released before, may be absent, or comes from another place", DiagnosticLevel.Error),
        new("BPF3042", "Used after its release", "This reference is stale: '{0}' has released what it refers to. Use it before.", DiagnosticLevel.Error),
        new("BPF3043", "Call under a spin lock", "'{0}' can't be called while a spin lock is held: the kernel allows reads, writes and arithmetic only. Call it before or behind the locked scope.", DiagnosticLevel.Error),
        new("BPF3044", "Access to a lock or timer", "A spin lock or timer can't be read or written as memory, alone or with the struct around it: use the other fields one by one", DiagnosticLevel.Error),
        new("BPF3045", "Lock outside of a map", "Only the lock of a map's value, in place, can be taken: use a reference to the value (the indexer, TryGetRef), no copy of it", DiagnosticLevel.Error),
        new("BPF3046", "Structure of the kernel as memory", "A structure of the kernel's (a socket) is read one field at a time: it can't be written, copied as a whole, or passed as memory", DiagnosticLevel.Error),
        new("BPF3047", "Locked update of a value without a lock", "The values of '{0}' have no lock to hold: give them a BpfSpinLock field, or leave MapUpdate.Lock out", DiagnosticLevel.Error),
        new("BPF3048", "Timer in another place", "The kernel takes no such timer: {0}", DiagnosticLevel.Error),
        new("BPF3049", "Program is not made for one device", "'{0}' asks the driver, so only programs that are made for one interface may call it: [XdpProgram(DeviceBound = true)]", DiagnosticLevel.Error),
        new("BPF3050", "Argument of a subprogram", "'{0}' can't be passed to a method that is not inlined: a subprogram takes numbers, the context, maps, and references to memory of one kind and a known size. Take [MethodImpl(MethodImplOptions.NoInlining)] away.", DiagnosticLevel.Error),
        new("BPF3051", "Method is inlined", "This method is inlined in spite of its attribute: {0}", DiagnosticLevel.Info),
        new("BPF3052", "Callback", "The kernel can't call this function back: {0}. Do it behind the call.", DiagnosticLevel.Error),
        new("BPF3030", "Helper is newer than the target", "'{0}' exists from Linux {1} on, and this project targets {2}: raise BpfTargetKernel, or do without it", DiagnosticLevel.Error),
        new("BPF3031", "Helper needs the GPL", "'{0}' may only be called by programs under a GPL-compatible license, and this one declares '{1}': use [BpfLicense(\"GPL\")] or do without it", DiagnosticLevel.Error),
        new("BPF3032", "Helper is not for this program type", "'{0}' can't be called from {1} programs, only from: {2}", DiagnosticLevel.Error),
        new("BPF3070", "Packet memory as destination", "'{0}' can't write to packet memory: let it write to a local, and copy that into the packet", DiagnosticLevel.Error),
        new("BPF3071", "Number of bytes without bounds", "'{0}' is told a number of bytes that may be less than 1 or more than the {1} of this memory, as far as the kernel's verifier can see: compare it with constants right before the call", DiagnosticLevel.Error),
        new("BPF3072", "Write to constant data", "Constant data (literals, load-time constants) can't be written: the kernel maps it read-only. Copy it to a local first.", DiagnosticLevel.Error),
        new("BPF3090", "Lock of an entry that a callback was given", "A lock in an entry that the kernel hands to a function can be taken from Linux 6.2 on, and this project targets {0}: raise BpfTargetKernel, or find the entry again by its key (TryGetRef)", DiagnosticLevel.Error),
        new("BPF3073", "Context field is newer than the target", "The kernel's field '{0}' exists from Linux {1} on, and this project targets {2}: raise BpfTargetKernel, or do without it", DiagnosticLevel.Error),
    };
}
